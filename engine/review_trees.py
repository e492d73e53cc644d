"""The trees of `engine.review_weighing` and the names of the numbers that they read. Made by benchmarks/replies_fit.py."""

FEATURES = (
    "words",
    "characters",
    "sentences",
    "likeness",
    "flipped",
    "kept",
    "negation differs",
    "both negated",
    "judged apart",
    "judged alike",
    "leaning apart",
    "leaning alike",
    "opposites",
    "same numbers",
    "other numbers",
    "same parties",
    "other parties",
    "other filler",
    "said alike by another",
    "said alike to another",
    "new finding",
    "new done",
    "new open",
    "new promise",
    "new advice",
    "new petitioner",
    "new not yet",
    "new change",
    "old finding",
    "old open",
    "old advice",
    "old petitioner",
    "old not yet",
    "old verified",
    "old promise",
    "around new done",
    "around new verified",
    "around new day",
    "around new change",
    "around new remedied",
    "around old open",
    "around old verified",
    "around old lacking",
    "done since it was open",
    "come about since",
    "promised where it was open",
    "petitioner on one side",
    "new negated",
    "old negated",
    "new length",
    "old length",
    "steps since",
    "remedied",
    "old findings told",
    "new findings known",
    "explained",
    "change told",
    "texts lean apart",
    "by how much",
    "texts lean alike",
    "numbers shared",
    "new known",
    "old told",
    "finding × likeness",
    "flipped × likeness",
    "negation differs × likeness",
    "judged apart × likeness",
    "leaning apart × likeness",
    "opposites × likeness",
    "other filler × likeness",
    "kept × likeness",
    "reading outcomes",
    "reading opposed_judgements",
    "reading set_back",
    "reading grades",
    "reading decisions",
    "reading denials",
    "reading classes",
    "reading negations",
    "reading causes",
    "reading denied_otherwise",
    "reading leaning_apart",
    "a reading here",
    "readings",
)
TREES = (
    "c-o~}2UrwI(;fj85F{%gC^-m9lDN~eWHF+km_1O>ob}9}iWo5Gi1Cb=Fw1VYVh*T?SqvOv4q&=dG4N0I><qgI=zYKUEVDa3-Cg0Wx2k$>J;N|Y{6~lJW8#=F"
    "rj-BZ!Bk^7`c3?&%Y^d3t1-^}UpG3!@_%KjXLJ~SelE-}Ee%wyp*}Z^@nE9(arhNU|2CDL3Fq&}FkY(PECc`4=fa2yzc0+zl12jPw`%;Tuxc2;MkM2-v9lMW"
    "%b3w|kQ(;YW;CTLE%oD9HsG(Os*xbowHgzlS{dxnkpIBi0jkkBewG*0gn?B`OU?L?Ty5nrUe`7Z?AJtf*G+8)FD9Iy9i>{$S<Q;V%5J>OtRw~eHIpn7#*dlN"
    "xv(Nq-E~%7Js6P0UNs`v3M6Q%vQ@mwrz|g<ziN)Hq>(#s52Uh_uOyKf{pQC@)RZw(-L;hV)={k-r;-@#)PVm8tGAGR<jm__W<9X0rH0Icj{}%$Oqn)<-OTuX"
    "#XEvVrc8ijoj5vXCP@~mW))rDe@%Iv+p2U%8rbmTZ4jrjhg`C+mb5a*I8mKA#`Fg~dr&#y34MB%X^gw^zuPjR1q~Q2My{ce7&rDRT?I@E(uGrfSd|tYd`voO"
    "V8f4J%Z>l&s@-iNMUH^77ED=`1WLB@p!@o&5DnHBbPiO-yD3FXyvl!?JA_mFYVj*rYQ&(K${*Tvo(c7Yo5mBMq3}zKzlJhm47f|k1^J>FA<FDkx@*d;#e_)F"
    "W3PHrm}^FH6fXG(F``Um8VUN^^WL`6kSbCYvvItIMX9u<m9=TCm`XE(RCW<YO(m}dQpWLBix>};R9Y$ou#9M9f%`bBV<<n~fGJ}lk<%a=!&Ev7Hj0<*;X&sb"
    "s5l4lE4Zm?6hM(<&y+={wwkTncss{QICST=iz$c6I0?n}Dz0lIX%wKcm5fGeJfqH{raZF?vc~Xh`Y`HI1o{f{%NcK`jJ3rptFnR?W2VwYJ<_}w6J9PS%2Z}d"
    "SqzA1_fSa{sFDmxtO+t}tJVWl22*ReGiCZ}(bx}_WI`HIrmND!Pla7~l|@7khVgg`Q!$4oHvl6wq<0#qVk1Tk&sw}TT9W*76{-U@;+Ny&w~T##rHlr)687??"
    "2(V$wA`oW5-EhW^K2wI<ct*fi1K$3YYT3eHg%yF##n^+rET})CnKCc<^8PpAZ7X_RPfcS>>V-HO{oXXDEYwDQs7J)R`l?75W5tq=+VZo^R7ej{n;Xdl@;h5H"
    "Wtafz>PXxU8u>ALD!jGP@In;DGO(GYWS=rj%9%h_Wavt98=#6Tz=k95!#K6*g!KX>+d1+p3Akv+l%Y{Xbwi3p8NWl6#8+i(iFg}|+1XJIt0MQ*r=IYk-e{_Z"
    "0$ABYHOG&7FGj;wTB;a|lyos?%DfLUhw!+lu9j!YkQ2^WP|lD``*};X0a!^}t@7b$9Qmka7gi(gOeiz@OSxF&Sj21Yqb8Ba$sk2p1Zk;NoE}VlRaL-I2GQ22"
    "3+mGy<@{eCwI~ohET>trA#cHeay6`g9MH1{Z%;3k|7vUG1xFrBTJ%57N>k7%fRA8KvS5Hly=h1F4NygN4HdRb7|~W@meA#`1oFqL&E@E-U_Bd^7v*Yv=|lI4"
    "<fGDp`n{EgR^fE6@G(=X7lcR@Fr~$>swL$^CpCT!;N|j_JSNk?h`{{5Dvjc4{6<J~wRvnH8oMnu7&?F{!-kOm{HZ<Fec?;-97!eem3SeP(X1I9>D7t)zihTM"
    "Zw)7Ek*2D8L7l$=6A<k_j22_|gZDicA%>i&?*&E+(y#_Rqo;~qkxBhkmJ~87;-4xXeXuX&1Ur83NVPGMm#k<#r7dL!_~xSOFM#19Raq*Ymrtw)q9kkh^Ets$"
    "rKg{?y1$BHgcyp{h_A9bR-4z=nF&_IR9S>t($!+r*u-4}bsRrpqslbe<zfl4hL;p2VqP;-%U0l-#wx}V*ws#Aaw`>MInk?JV`U$neWQ6RL@*-jtNYhOWeFb|"
    "eNk#Pj?nEu+>6=Uhf&uS_U9-X!zsfxVANw<;0?qyRapS3Wt}pO8q@m?rCDNh+o|$J3?o+au#Pb!@)cm*n@2~STBYbKd7-{4_Js^rhfyCDV&9avh@fXHMvKw("
    "LYU+kUy67$wOG)j5zX*xXtIr%Q}lRihN*N7*6>1Et->*ZYIclQ<!*7OhSY=p8psM`gepFOBHfo!udRhDMX<b_UQIQk2`cko%1Y|l4@q$(q9#B>O&K<{XblW`"
    "Kj4Ra1A53ACsmG*R_SD>#+JfKgQ>(?(Q5T%Bm<RLn5r7_*XWRir-e>Mi|-^&%khrbpZN1y_)D1fk^EbS5xg8n`<${GT#(9?m#V&$M>V@Ap_?#M#ef;j9%cR&"
    "x?)#aH^ftY)K3e1q}<txGNyV~(9G<v)XOm%=NplHr@}I2c_xAhmBwX^__PWCO;5$->K&;$|B2>zwfTXc>oc{fHs;cL9%{9ctJF*SNW1$>6$fx#b*3ggKhk4r"
    "F@}u#KNw|H<9hT?E&gMuHVR{U^uFdy%~4?<qxOvYzCZ3<wy&Nvw`{&J7yi|(MCLMyYiaCS*~*$42`m3N|K}^KTk3zC%cxnp^10<@W~kH^d8xduD$=+7%9?Z4"
    "rK(kl7b+XA${M1~djFF(7ztUGW0I)?8_Z9vQ8AvGO7Z?{c&^-5>Z7$Pw1%FVe}1%NnKjDWic#}_#ru}Y^xtE!rew(<=Q8EwHmuSbhQG`?n)+6ZtBSbcN7ONu"
    "BIjo-S1nboAGnVB!H2&dzg1(SYD-p)$seP;GO2!UNyAEzQ=YNZ<G1|G@;Qb11>_i3h`NeLEAvo!p8Q`}MP$PA@lZDUE6Ays>(t|{vbn#;-oI|iievZJ*!$;P"
    "SFtUBEr(X_h4Rc`ScOzSW=VA)RFr=!%G?!2w_%mlh^CL2ay(j<CCiU88riJk{9923{&!o|sxZ2lO3?o6%uxBhdR4OMj}@glV#{aliX!D_8P@RsmDvsdbEN#J"
    "Q+Zrfj5?-5xhrCZsx)H$Gc#0PF)|u*Ri$r5`~Hl*nJP8<nfIAr#AM}OsF-7`uFaSVZTV}}h-Rhw>(Tw+V!!g0e^%vI)II%5<yP6sm3NCwrO{B4tqlKT>{s0p"
    "R8@^I<>njya;M3ZtDvi@Ck=n%1;ZbzkzYe><&{k3jHD@Z#oa_@Uiev$Q&s+DDy&C-CI2#2<fH0pb=%K4=g0iZRKh!&h^;CXD#q1+>Gv!1kzR$hchzxJbw60X"
    "o;3VVcK)^OT(PYx8*jX;U3KyE)WH_DznPGg@OxYq{QhmtQFJ9IhwJ6nC~Ia;eAc$t?Xwn4ZIjjQYIN413BofM%r_&{?lG4(a36x-Zyp;Fxcbaq#s&Uuh8H{O"
    "$uCA|(R=I+T@taSCKobl0#@Hw{3I~<S-1ujo<WiRw&aP|Dcs@0I8Jx=O0LJ1{kV09ol2X9MRcFK-E=tNnnHiKU9p^-Sh!mD$h{gD*2$RjO!*`{_pJsoS?$6d"
    "^fMvO1FCW2UQhNWO@gZ;&6?osqiDvgc^t@kcimuabmDIG{BQvI?aV5)&vQ68$7q>s=-|spoIAdiH>WPQQ_(l%n`q5lFRe$mYCTs37x|KU>~3Yoo;}>0Sj2fe"
    "TB!_Lcwd^Yw6Z3Pb*drxB}2Lna*ja>?U!=d->=~lgXW>2{O9cU&&{|*_7AS4^r$qC4b7y_<8KA@UQV(?0s1HDxRDbdT)A#D7vTJ1L}B>cfg9d87@a8WLZ4sZ"
    "`U07b`H0kIK1V#rHS1m6wN(}*(I)^mD}6`D!zaGO)7_pRU1qD&>ZAi#^tusZm@IC}?a%m4&&eozb65Gb<eJo<OI>S_g!X^PADOw5aVamj(XEP<?mqcw&?IZN"
    "yl+uyBAsLW@)_zi@IKe4vy9vg+=&i$eS|DpKW1lbYDB!ddE*glH=rwv>^RY{d6uhL%dHRT_lJ9~pqEX~;Lzk{^!J~R@udFsDO^(VQ#^5|1!rg~;A+^5KnWYo"
    "2OmJ-hx!)9bgZAzalv-Clkvw=4{W-y32FWK5xR9JStiQ5_38qOg{(gl2y=Ndx;tf+;#OZnE@*mhvfQ^VzTLo=i>^z!(WCNZEADu4!}rX>VB?+X>0C^~I4b*%"
    "&<0fBB;{J!n9+6RW4{)n)fsu{#KV8-K2t&>$l)=$>{@b*$`uu<BiC{5M(4<SnUTa2XSr>P1F=nQjn?&4Vy(hU^tpN`QmOpw?ld49cCSNOo!*0g<aujfbE{r@"
    "ld(6nlpuSp9zD3_Ys|Q}s5ZWv+YWa-Cg{!D-(W8r-$3D|wWSzLb$8;-GIZq|mRXZT&rJ5)l@y9cd2}E0?#??!v)#GK?D-L_SXhsnfASpi9>TGJ3D^hX=<>yj"
    "oU5Kb8GEuHIbf+p_i;wkFzA3H-r`aJ4x{((9J42bUmm0~!*7_M;Nd`qeD6YS(tOD&D$|GkP6TA%cO?(4Sk;j}JIVh!zWH?|5_v}ajGBho<Nb@dl=OqR{Uu}a"
    "N7Pb^*E!iGbgh<~Hsa>rW+Hpr74-L!L3g>WF>%z+9X@=+?b|!c0Uxk#=cKE2?Gl3(`0JVp_-bSZ`^_>P9r%}#=8F3^X_A9S_w^)!Bu_T5Uw5=Woy9rXhq2ch"
    "B?qxE?DTm2?~Sd<)M*9=9u?>9n{7?NUUz!M%b!lziYF~tz^2Xmj)6xXX$O$uHb(N}jn<(NEiF-ci9S)+m0|2c;rd6AkIe4HF$DG-JLVIbFSjRckJMmU@44&}"
    "KRvR)@pN1~LYEWc2d;^4E#$Sv96?>3J;-(wf`H>{SRKKW@LR=Y{cU_)-{aid{)vLF>}Suu@gcxhFh|_mvujh5q;rPr(>t02?$v3r5_dnok^RehE9U-Qf?Nx>"
    "DgWBz$Zn|q1c|w0$=Z0LzD9AAmL$_+7M06sr#_Bvy8x}sX^5J<{!Q8W-4f(gtgDe1cBJdePqsRS(@T5^_IpM#V!G@LxAuuAcXLTLG7nmTjE>F0n?6^=kDm;Z"
    "FxBgz5L3myg<Mo>nnizGxu3&3JUgIK_iqJNKT?Fj?<)$ABI~^=?7#o~L+2;DPo{Q_Yi~hgP^W(_4IkW@?Lt}yHX*5DL(ur*RqS5R7m{y*&nQ;^{FCaa`*|#i"
    "-#e3CAFfB1J&z_x?uj5?UZk`_`S<M5;MuKdeuQTa)HLC_Ovq1wr#0q#6van8$oZKGY<BI%RDR%`2BCR4r8F6h`ZP=_>YJY<=Xtn2x7@QDSy`Hffumu}VyG{P"
    "icH~7)i5N@_FbSj@IdR4(N0&Y6YRHlGNK#<zf(F0ynaO6g@BFWyWYHos6&S@N-eY(75a8&^_8pXvpp=QbAJSNN4J!3rI?Uqlwin%-OlNeR$+vVjg^z!r3U2b"
    "YXf<{aVFYrP#sep7aP+x9<L1`hX={zlfFa}Q<H`C-mAaQ(OlZN{d7F_-hTGuP(NJvTQFHWYCavGvV0_x_j`w*b!<eQocqAlO&rbz&ltfK*Sm>I(*qG+UxM46"
    "5!Pzmcs=$WHw7KfTSu|8p?V&dRjf@G<i>FQF4)jmJFxF7eb#DD8uf)|mOiN-X3X`EABS6e?PkAiUL@h_=Fwnkt0sPa@<10I0{M7AM^|Ec)RI2q5s`xd?=N2M"
    "!huWl(dY>UO3_vWhCY_C4Y}e%OK%c5axp$_G86H<D$jk}5rGaJup!A&v_-|)qh+Fx6kj6fzO(1e#NHuqc{xp}f799uoc{RIQ%tt3#8ziFquvFCZ8v-$67ygB"
    "wNLnU=PumE4pStY#uSvGQ==Wx<+rQZumrxI;{D+@haqor+=;QFF~v!(g6bUP6~GVh-em0<GJfvqkYx>tEUF7fanfw{ZK~5kuc>&0+g$eGsF`#R;J4J@b1<x7"
    "*|8?^nA{f&{FNx5f60Ns^>@c97;=oPXEGkPu?;&SyQ_q&V_YCz|G`t45D&h=#H^7s0UubNw5DUrrcYxpUv5OY9(~Wc&o?A9F3jV=jzb+X=sG4QZ8?e~z;%Hw"
    ">0%U&u4He((@yoG<Ewpb&|a${*f==^LH>Yy`Al8%fIY$a&8|-Lbamwx&l2df=T}_CZ9hGucBwtC4hgs3gu2`@$D>Dw(s78l-%N#=I&#&WUX!mO1pEQKN_orR"
    "6ZT1(hK7_*$A8#!?1$JHSlrj-p#z<hJNFQ^Q>5%2&7GlodL;X^nLM&&KL)He8Iz6d#=d3OH(XAigFFLQ@bA_hZlt!C4{08KGen)Qdgj%@0Rwi)q6h9mejnuM"
    "?Wp?_Z-~#d-TxYYHwqz%Lrw<6Z`Y7C3_hAQ<`f3LT3mb{#~DPTxpx~;8+@9W&oP_okgvCPaI+(fsqB~f3o!?nSspZv+nM@>HIQ*+)STbhaS21%<m1Dz$Zs`t"
    ")2RHZGt4D!1^(JIEkp4#S&5;B|9B`?xvtI>bYtF1yn1>dDlXbh*UyNTqe-uta)Ud0(6tPvCXkxb&nqDh4x2k0D?PfSEjo2D*k(cQW;C}bk?v(-%F*ZdZ8(YB"
    "wpq^s&S(r7rJ;<qZCQxPFS6=ny{i`r{w*25Etrf~{F6%cg&IMW^U}pM&c=5dg1Ylj?RmK5>1o-WmK#w2Jy+>Ixm~v4*?UY_S(jNzv~iy74voR}4+M<JpVpze"
    ")XQp2zNH+Ya<sg#p8a#rNIWCo3VnTMBG`qG%e$Nf2`sEn<}|jJgB(sV<LKNrf3`wkXZYS?uo3&pdk$7O_@j&@L+W1<`{CA39Ml$r>^(`%2|<c<ml~Y)aB~9n"
    "-m~QisND%ylo0n6>jrgVlRIdu`C}>9cj;c`*kx{XzhjECT=?7v=-W(Zs%MJ}L-`ufU+y-^m5gXR8fAQUCcrlkgOA*&(7m0TImkmB%tgxvCny0cjfaME7eCb`"
    "V>;WQ6-N%pejDEh?K9?Wu+~STuDevN0MBYylj`BF8$_Zq{*nP_QJbyJR@Sgc;=HW-vID37gYuRXDa8EMuy7Vy72-*bn+!)!I?bi_2fI($dJ+RyZ(F2CpIi9G"
    "kevO?gB}0gmWVzw==DO%n}9`+VGg9-coT9qb2K||(0e8HIq=EO+=?xS7PCw6X=;bPOO3hxBTVH6=sI>d$sm|Jxp9)Di{tbL<m;nJU>ELvb}}20XTg3d%A<S1"
    "vqu*>^EG!ceZJGX*~mVA27)-reQid}UK^6@jcT)<a@SED8Wic0)1K@Py;X-R8(4=meUa+{p{8$T%t8*6vrG>C{b02%adz`!*;paoU~g{&fpgwAZA|$%qN%{;"
    "X<s&C$m#O}d!Qv|+t|a|A$Uf%oa}59heTXJ-6V3z)fhX@&Nu_x8{WWff7cTD(CY)Pm$pOs_|MvCxAg|u&cBvO_W1o^HM;NlKeTD?7yGRZK`rPr-wmVioTT?h"
    "mcB|sC0|oejYXDJKG-X^TQ!o^aX9L|=PZ?VS$iWor)V?ZSMYqW{7)xzYw~c#j`Zg8N2j-<I*o+qVD9OBQ@StoH*TZC<%0+3;mvt(=s56jx1*)FPSP~&wEHj`"
    "`S&VzXv0-ltev3_g{!$!3|ar78F#Y{hwI#^795gcO<=Flmra9cPuB1#4qIM`8tu7P;rYhLh)9%P#}|t=lU7<PtAG1FN(}ud8`7@`x5REF@bY#U)F+g8j*Lfb"
    "N*>WXOnXHAm3VS3KeFfhZrSToYq_g@|DIPu*eSbR6l)H&BKjUv5#%r0XMeP#y*kmaPxapI)|l3a+Oxl~sl7JgaNBlVkMPb^zm2C3;eC@EqKafb&G!o{2PMdQ"
    "<wh$VgTJut{hiooyW6y<KGS$LzUBG_jSSc=={xes4Z6;iH!hr8gHJ5vj{))Kw3a!xcr*6$9D*D@V@cv)9oVl4@nqdIdsfVYu74S7)Y?4fbFx4BkU{%*Q8}j_"
    "uR)sTT)<Nj)}ww}lh_>@hw<|RQxNpm5QFf{+|=rnQ(aFPQaN7MzlsOWPE~F@@C84QI!V_l4!n-OK0E|HJNx2*lN1w~wifg}!_TIs8V~*<e^S8L4R_j-9EU+{"
    "$1Z)?*t%Dw+})>8SIFJ%>d>ppcFgv49Yx2iELU(7pD)EPRtzN{>^ri(yX}+_+f4}g>dF!$0(^CMpa}=HOVPfoD56Glx~|WY5mff(!B*tA+7BoXPP)e83C?Dc"
    "kDvzKdexZf?1gm5*9U*IptqG*EK0iL&IXKIj-YNsyRP9e1wrifv<-Ouhx1gfPu@aZ<J88615CI^)F#cA`jLhYb?ANIj!*MX<2AaA*>R`=dnkA<<twN~?hmk~"
    "HVSFyM(ZYgwgf}1^kuIWfqVu0(6ixV+;@?TO&#8webcd2!p8HC&IJ0-dxu_g-M6*De;I`!^CT|<c@1!WDy%u0^n5weF9;w_%<Ev~#vv@^F8QUo$k?oq&A<H?"
    "-CbQs_1rb_B;D&HV?!o5_7Tod-bJyxiV^s13Q@-N>5N1^FU+q=04Gzknsa$;2XP0h9Z)PdY)1T*Ic%o~J7^EHVCDj}XY@jL;hKjyF|Vm)=W7>*degVal)zai"
    "^xzA2FPC+C_mW#V)QRGWwYrawEg8r<4?BXQTo?&EJO1$}+YG96pzn_K7u?m<ekj4XAw9F&)$jzHa#@M9FI+(LNA<(+W9y=J)m|zfU%}k;G@(z1_^~}Z41vz0"
    "Z+;Fj>JmeSI@BaPz1qlHn<{Wp`{ih6>&rOW>pCmuuDi8vY2*l07)j%gGyY2LbZb^EWWK+d?D|AQWS`HHppp!Y=b^8H_{~VjLgSzIWv`xDB<tBc2N!+NBWs8G"
    "q3pzw=<N2UB<JKZc2Uwn1U`bA5avRiY7|?O)P1{GS+mt7B*p=7=##dSlyldA##gS}qkbv9mF;}{N_|S3XYK^>bi?WjmE|9q8MUM3Ga~|XpS>KxLcT~T=)sP~"
    "JMfTm?nvw@BD3nzXTI&-gT<Z+uJ;eP&}U{Ww!!S?Ox9+%8}4Jj1vUP(ngwiRd}=NqFwmCv-6nbi>9cMtZzIR(97S4}?d(L$!|3q=d$h3COIlAZihs<OxcJk2"
    "1hr4B?<ow}OgQ|2$_#!A=zUH>d8dDbVt=j1<nxSe$`_62pcY&2qH3j+WwX{;%3<%$1;de3ps)Pf8Ak&B9ONXJcX0ZB95o>XZ7=<ZYk!y`)IbS_DF2;MZ@~G9"
    "v!^Ek{)aQZqc*d+HM@@EGb0l?-)%9-VsJMq%i_V;@ssT(iUBsqQLhtjN{|!m3wDCf{OyKhaC$V#Z!!nRcul3chxTcJbDJ1YZtt#h2&cdM#BOmskHwn*L9q^v"
    "{R=gU=)E%@hcU!M$=|o|^1qU}7Q3z^cKL4Ei`#2agz*N{<@*v0y!^4|9S-G~$>Gdv*$jaXbat!^X<O4@?qm^2R<0sw?+aG>#jRrq^j4SK=OVLS*A*fjU%qi9"
    "tM%8g5Jy)nL!f5kY*Q~I=o9#Un{x@t#Cm-gVs-TlYu<ea`t8J5402MgfA)~(@x>|sV&E9i-Ol=m4022VdqHU7oXvRuc^7W~xz?zw%`2RsC*TU|=h{)T@$bz;"
    "uox3|OND-Ks!KNZZ5_$ko-N>t+6_a+uYy=_ha=ecimrr7Ar}4RQ+KWr&JKGmWuXo+Twcn4o!gs0e|o%@32SGahtdAi*nWEetyh63fTtlxfUJ9$E<k5m59Fd("
    "Y7^yv0qo09M&!DkgDfU$9=qv$7&#i>9ECDxB#yNRdm?>*{PsGHd$3dT(J*uox1ce#cZvt;TYU*TDQ_6AWwjguj=;aM27VInfj>VDszst6SraC=C4%}n?gm2n"
    "*k9&0>I7$<?nEZ8JWH_#K3=)al%Dm0p8;op)51;T(A>VMva}%|W!kOm$;|#G*ur53H=>so@qgnZ^+&};mpSo_vWZ_kF1OGJo#^&R7WwEMzL=>`k{M?z*NTaa"
    "QP$M}GUR0wr6}i+g^Mxdom)N6vX>ZvGkg{|Q7Cg{+|1dnROb#^+^gobNb0=dX#0X>dRE_Sl>v9>YcneUDSKZeo~_b-wsb`%5!VzieltN(SKfV)!#=yd6E~F$"
    "XK0Wg#rH=w70+;^p~if@y@2ZQ)$<K|cGVJG+io(t8|KY|9ik4okmEfL(z#+DdK}%Iz9+b|-JA5fkx9qu#meyPGkcVqM;u}yzN7z6L96;_vu_Na;H*yXIkDdp"
    "KU2aV9qE6?6D{l9kDIb=5l$NX4tIamjD>drEegA#&*Kf)7eUpfd~{=788#FPS94x_b}R37&&Eq?bfEhmtXF_z&m)9#7ISukn&aU)xd`G2VocPR)^VL;$ZO|J"
    "8R!6gx0&1k_n5hp%`f&vms4&lw-!CXV_No*&PFIV@_25x*OolAk0mdX(&>IW#`Dnk92x1_XCbYF25g!o%Wr)ah1q@z5_@)tdB+<rLY*GxPQaIEP8gtr(N;Y7"
    "gvzI^e@@4I>-9oi)}@8$IrtJW_MPlbW7xNMivXb(RDO{8>|2R$w>iq$<{FdVV{B2#mP=^t#+OQyJ7&bl&j^XJJ3nd~os+)ZoeOGcN(L#SScvC-Ew#~=Hl_&t"
    "{ifi(GRJfx+y7+}>Eg0R%Ap?KML4vHt_<QAxD<K>ct7|4rW=is#1D-X%^Iy^4ZOTaqx>zX=gfgh_4ktSe9Ixh<aL+oRA1P4=+LQn&#s;rYD=#n+hnIqUC<K8"
    "Ol9$@*;G!zi*bYn0pCN80dCSa6wZ_CI0d36PEWWIF{{v|1_8KBpWoS6<2$kM57i}5Q_**Ma^W0%<jGY0y_;};vQ*w5ea^JPY&3_OcF3pabvVrc+h5#`CZ)Tv"
    ">OP{mKVv<*zsr~6t+>AliM`CAW6K&SU50ui$lYD%+L2|ud_vsZ9VDI^HT45--?)cDc>lZx<@SpsV`tvOaIOpY4Cm`p+k9JIS7y6-E;^P~fW<mztgE#~zwoT-"
    "02X||wPhhjdjI0KI}8xm($;PZ9=f7LcKfW8v~QBR5zYH+>RItNX1Mx2%%#`}Ia8eku3AKUdE*u5af@q3N-eKtteE#>zOKjcE(G#E#71IWeKPLEDW&L##@$nu"
    "o^Dxa!Q@w&y*6HFM?}<@dW^M&h=aPL)#)1KSY!anY`&1%5$?5{ZcJ;#d&g&@(nAOEmPo|Tzdb{#uA^nf0U5+D$V}hkK0k>D-LH+4r`^QXrrxsfkXT}Few~}}"
    "oMQtn1ro6?6F*S@0wz-$grcZ|o%F2Gs7@2&V7Zum(6Tjo>}jZsyIM_l>ZL8Z8|o^Zt88($C0{Ssm+ZHmtV6@jY?eX%Kdi1xCUq#Ja!xK@jpg}Es7_GR*e5>3"
    "kmt{23h%P!Oj(2;JXIpVm!ii$Hg-{;kj#m4(t1b<_rA>>q&)HfLtg{A;Z!FR1ZVNfHrC|g+GHr<eL3XE0r~!<L)ZfhHF9Q*4(i?JG2XaV8@+G8B?Pb!`-B~K"
    "r!{F-+Gh+Lu3cS;|5@FLTX5na_vvsQZta~txLxXG*}|?HQ0$N-#hp=|kox~m067d|ui)Kte5q-n%+{u_?4qAOvAvau);;~q+t7=<wKfWAZ}1^$@^Dt<IN*2q"
    "epu%?&Aq@i7nV4Y=00x7EOI>R>H06H-OPfl>7a)Kw>cB@bZ-Q;1wE%ZHJQFYfqwsmrwjEla;Q%_9aYNU-W{uUB&hFceD6Rydt%2Q?7<BUX&uPdZ*+dhv;fxr"
    "j`06lh&Ab`Z-(UT$4KR-2}#`bn|&2SFNczOF>OL_XARNl_Z!x@uK?_IZf-?_4kXhaEo1g$4Cg@Li@Bbe?7JQI<o>WJXw|Ge3aF`o-ykMh>}rS1cLlR>?w2vL"
    "0YN$O^1;tPQT|JD*{|%dd@+78-4TWN>Ve$m#88|(Z5Bi8xnW!b@@mlq?!){2T)6FZ4rJIgp#WJNvLQLE_OcJ(#LEnyJi=`IbGWndYy|#=80tB`HHxyGql7*X"
    "dP;c5)ZwcK*&nk)1{`oJc)SwqH)vfhUifAsE~r05;`W*!^DxA=7(;z}_m*3qoPd0eIg<NE3-H-oTWTA5qXT&UnvQJF)x#>zDLV(ge8PZ0|J-Pm6?);hg?pmV"
    "AuUK08QS?Awfp0wRJQn7Fndwg5<`CvvEMQ-96>Dfe(yja-iLm#Pw~?9-tWS@uUlHUAa@-*J?S<#&-4Vos_%m!hN9~tc|u3woFQ>_S&inVZLQ=+KVnDR4N)#m"
    "Zb|+<{heYix$6aF(&hpd`Kq(sNo+l_kos3R&uT8uw9w}^-abLk`+e*BkoZ$4WaC=xMEwmG;NgiAq&?>B&c|ZU{=__p+F{U$GT!wo-GCJV!)4PFtw_YiS!i_K"
    "<@78aYEJR&t;W(%Y`?jU*zL-VbiPA9Qv&Z>V?R5hJMR*egD={k--B5ada#}bCI_da$-WndlEHUJNp|M~WGJ!oX^Nq*%es*6oj0+)f>xrj`&LSQir~{TT#I#0"
    "km%#TubvK>-KRRzI%h*Z9^K47Nq)daDiVlYN;`DBMWMv~RwLg?=fLpJ;l6)1K7HPfOf-K%{rW5>pI$Hia~JO!bTLyWcfS<-&pz<jxtoW9FTuue|KHFd$j@#k"
    "Ub}iI3tV|?%@_>-Z$tXjk*N5>;E?|V&~6CV"
)
