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
    "c-pOe2Ut``_x_~`NRcWiT|k<2ScILK1q8&dpvEqiXzUt4F?JCv8XNZB6%fTP?2JNUY_WIjf=X;)i!B=dcjgur1oZoU|9zh2?!D7adCz;!%=K{t$8q)euPztG"
    "C2;0kFjrnqzvbmo?62@K;3D}uEzX_)>&c!g`M*Hy5yjQz$Hnk>7F;5G=22;EFz3V19?SXhPh&J%=qH-<XHVVPbB_P3kR>QD_vZ}w7IXeCTznc_Y38UZV=efv"
    "rN&rGHr8Dnr&C3$4*d8C_RLspQHfVAUMgWF#Q&vz9QbdLJhM4JGbheW*VD9>Kd)&bC+Ml*nu#r*oTM)u17&FxTvJZ4CjBIEp8U*O@@#+$;eQ9pb6D~+yNh=g"
    "@*IL(!F+23r!BV9al&sGPSOZ)(u{&;E#!5gczHQ4n%#$Sk_9DwgZYuo+3eIpwpBdn&&x|^Hs{xl;6RmDEe`RP^cVdaE!wQ2)sojoYNa1-(bj@gD!w&>`L#KF"
    "W~nhYfuA>$qn4!J^AcO6*#VC^0TY&-H|L^ZGij_g8%x`%6~i=U1|0ReiztaO25<_lLL()U*-d;xdxgsDE5sO4igO5F&=zNL=LD2l@ck<ADEvy~=j9lt>vF=}"
    "F_rZ7<YkuhwB&Wy#IxWd31xI$R}E|k>r&52nkl#nwEJ)tq7?-!Ys)ASR<h;q72-TWa!ZK##FNL4QjGhsDt6Z5+k6<VY&p$Qf;SUbi~&&^FEJj<%dI%Uk``5D"
    "c9gA2S3vxlkXcK`M_gsp(MV~|yiU;*BDcDUGslQC3o%6P5GVJs;O!bAu1fnxaZVbuBZez#g#b>_(pH06jCsxp<kxP+?kmO_a*_vQ<OuPq!gU5L?n3w;!J;*t"
    "DtTYYYbzkuLgoPNN~lwCg7kvqp<IPEqWL+IcrVQDCC40%ln6OO5VL0mpK0;3xQYA{B_mmi1#@OeC`Pq5lUrMZy=Y`mEeu3IhjL1dR!`<vzy(&~W+_r2TQ`L9"
    "4y@u|!HPa2VpXCHP=iHPB8w(!a6^=curP6Kf*2*yTm`Qn#&3}t87GuW;Hol16z8bHH*s?Ipi%9w!S9+Lv}Je+<K?QzBlcC+4HPX&b=QpU80OyukyS!?yjxbn"
    "q(Wpc3x-Vvr<sq;8CpWQczy-fD#)OSrDJ2o941AYkIbTwGiEDVi0ji2ly%qUk?zLWLV6a-Y5K^Gvu3hHeHEb!{z(kyEM_B1IR>P$w)|L03Ri}zAdLtWFy+9!"
    "k;rLsDAj>#;LrDo)xfm$7w}JwIVq!hixv&5G}b{xxP$~GTZ1CPmHibWP)CFHguLm(ubarmc~{aHuvVdmLc@DPu5;uho(mLfB%~1&F-%W^b1dZ;)Y0Go%Fpg%"
    "j%;2DIqpo}1QtPoGLt3B89s<vFj3A1#$1IL!WcHZ#k_4R*C`4)LOmI>0B7=5ga+{uXvxvYa;$<HL1qCpp?te08bd{E2-@q&ZT1><9pGn<kaJW8+qjFeDMah}"
    "@VT^Um3&0wxj8>xn+xZJ%-2w3^)TjzaAr?!7ELWGSyI7USWziwE9B~|0iTbBQLgf{3faP#g$?-8kz#$U(3shYf9fjovzy4o78(d~;`Obkfk7x%Y64;%M1A8#"
    "Oa#hIPb~?UHcBz8CTLW#f<`ol#%Or80v*OI{#-?=bXYW1^r_2_ijjE+$n#o?u@EC>0%{3sapgd{296XNLz}m#Bu@Y*@gx%2NQe2rqEZycuzUgKEE-p-?hs<o"
    "fNLOEFgjd?Mlmw3fQ-osJA3m!2o*UylxOM6j1|Vmvx>K)l0}zx6|@7+P>d}DPS6Btc-V)ZS;1B8Tte9jQVhm&n)ypdlw7iv2QP=47$s4a>J-WDfW@emh&ZZ$"
    "yqxbEFbfJf(xTG5lC1(oE~Nfypy4ASdjURc1Ztp7%AtsPK2)?sD6?xQr)doZ&-~4q&W=@VrNiq3#GQ$PbC6qG%k@@6Hha9xZ%{*Kp~it4&k|&B(shHGKCUbS"
    "XzpR?d<G(dV?{6P^WQo$>Vie~RPeTz{2MOg%9UB#TdvoPMYfeHMwN&x!43%;I{WZX6*3wk<Vdj<{ShQyEyTTOltwm19K}PRT(JpO@swM&7}Ai)jzMzOEmR|J"
    "yp<$>T36b2QdSW>FI1)i`l2dvn>IhMHg5~JDt4r@YO@u!#fX<YA1Z3%&U+Aw4C^9~gCe&(Gwa9kT$`vdr?lTuh<xG2Ge|sFxmFRXK9y)oZ4rGjaxP0`wp4Hd"
    "qMtRRv;mKHONMw0-dAB?)suR>H7Gtj*f~dhrFLg#88gwZ&E!3pu^91A3>(@ag0w4TG-noffeaskVtroG>d09$zX4{;5RF=+Lc>H((zGF`S?9R$nH9>Fge528"
    "p(5|QY53cNuVVc*YBOpJ%B`r9rbxsXwK1%ew<{`yNPdi)yvwa%Ii-g7p^TG48FOfQLBUwnT_eH-TecFh5ybL#pjfBUPcu&1Ee48qr7P%&`>6npeTok6Lw%kB"
    "IL?Tp9}}+PLt8o4&aoas9}|sMsjd34!pufhTB^>>$*Wg4Gxyc_|La&uUrFPtW9di#f1a7sut(*w9GhFShe<VKztvjRQ{U6d$r{sElm9~I3T#y8L22fiTEA_p"
    "3aS2ETxsfBy`5{;=xZB)?IXh~*7~;0mB&`~!q-xL?ZMjhm87n%wdQrJ$FpXu(Rbjvs?4>;QB_;jES08Q-<J7Xn5>G8nr5!-{|Y?UWM{5YB-JDpSBrnSTD+kD"
    "P463i7uro~!A4a(SC#5(Yt*c7?Ut<SL6d6O+ptDk)y68{#s*g{H+-K|-y<{kKW3|%7`XNr{J*x=jH_>1lB?pQ>SK_r0d=)U=(l)-`)=fz)as-EE(U9|23IAE"
    "R>x-5Yy55I|2}@ME(W<Owye2wtJzlEcSLv16-90S{Tdln$8t4TqxLAPnPY3q``=?Lu38^{U7J<UqSaN<RW<r{hBc`*v;X&eRUIdNuO+!^s`vk2^~Sd<WW#FM"
    "yQbLwp4hLQfotN>@7cvv-7lDY139(pTNB4tm5Qsf2QsQLx@*QHR}0tG9-*~WP~T&#+H2sNvt)$_Yp%>|(ziBDay4*Pbv$WOEt}Q8AFL@-xGHg2QzgUI;$N<Y"
    "Na1SP9dnhuZ&C$U->Mm^uSUO*RlbcY!~bc&|7|aP&o0%Z)@swJ)@)@|>&b~xEj8iSGIO;c`upnk>i3IU)y8(s$oW>L`|myYef<3Oey}D>`(=03Q=K(I^xCPD"
    "yNX_ig(l>4Ts|5<t4sc|!EN%lUs{MlPj}A0{AZK=Y|n)J6N6&%$Fxn%r+rUbZG~(4-9)|D9)a}!`4}@ouj4-*N7J@AE9vjEGjvGOD{Ivtd>sG%#s;++o{w#M"
    ">asQIxBn_*bZt3Amm6jyeqGgAm&Z6WSjpPAq$lHP3vEf}{)h1H{prYacAioiN53VF9ALYTo7vj&ZfW4aY#rDv`8v$VX+lmeJ^`Kc3ebQ@W1;0tL)@a-FjV@&"
    "m-X#_cr40U`x4OKYkHRAiw;lWl+uAH_o6w;*}WUx9=3w5@9P^x@~u?pq24i|xi0<2j<#lfel3`U={5b?Q#N<bkQ6kavr*o^hJa)>*Fgq5b0X;T6&_FF{xUm6"
    "^`-asr@z9vc8yT9Lr3Ic=R)Eij7Pr39ne3@LR5c85k53h3puphjivSIb9%Krc9gB-nrE0tuWhFk!;(RcX!cQO%&ka@sP{UI<bCmgiod*2Ra?=k$DgGjNjsRe"
    "^}RR`wqFuVS|yi&G{^c#$IJvpcul~wCyaw@hVEtkDHcek4H<UI82-7nhpK&`74z}fTQ=<K#p$EYojRd<EAHUbf!px!<$Iunr@Te0(Ud34;lvK_*|P}?W&y`5"
    "DadR6Vn8u4s%RMg{fjl$O;eDW2mRn38%HLW<kM+|gV2<<f56W1u{h3#F#n~VY=8!)-GwcOEmYG!56@1487p<LlTHAU{5!Y!cbN3aT@}+LfEYc{LuSVynbGVr"
    "j@o;U&40B{Jtn)~!C&x7Cjw(W9*}XB^lB-?v-7|Na$@rgxJ<`h=``dGPIoh8@sVoXlyF><YHQc6`1x=>l#%o&^U>j9w`6;Jb^9BiBw?g=?i}F1R*mMoZiVBV"
    "Z@{%>C-G;~9ChbTOVRWC4sgxsBB(j`Wmy?of9E28cEyocHF?W07t-M#c9_!^2A@sGuUd>?YYqA9G*nDjr<Qy~Wiy&-NU&PX=Gj<~jTOmHU@&lCc6+?1&lD^D"
    "1Mu3E2cX%=huA(T6H+|hv|SA-{^*z=c5a4>Ua>&3fwA)@_+`T`IM3dkP<bPIdy<3zj{J0e1d!I0WDf}rRt<HxB^l;~$>TZL6`RHfk=LF(ps)8cWx8V-)H^s8"
    "I$!3P-6gp@-6+QtCps$y8R(p8A0EJ=(+og2cUu&)qyhM1lmpv5S_OXXRgUR6c-~S)F-iMp4d_g+t6w3lZ7(tPeQv|XY~Id049WW8mvLjWQ}D!r(QxxVd-c;M"
    "jS+~<m3`zsK7hsgnfeRxqL^`b%|tgy?SF0YAR(SxS*g1WSOx!a3dij}x<W}e`t5W5Do9;CpUrjb-})p+r2;fQ3k<g7i-)?Ab(818mXnsl@texj(wGb9+re}<"
    "a~0P)jM>1n)hae$R$gzi*31$Fh8<(~!|WV!=#Mj@<x2-5*;s$OGnp1}2~IBzCz?20anXbv$NgZZy{|FV&E%yAxjN7Vrf2;v^TyCYz1X@thBqXNnO21Q_Ro)&"
    "D!t5DCdWUeAC+30|57f^)<IL&^@1}dhOl*i8Ed0j6X44F+>hAH=1UH9B92$IP}#M;_{7nEOkNt_`|c0M``jn0C#LHn$w$)qd6_Y64v%FA@w(t8IB!5P!_V#u"
    "(_uf4WHfe!4@o@h3(F^kur+9mewg|X`~AL~kWY>PQ+EF(X)&hyq<zBpc4{W3{_3)HHM~`}O)c5V&a*z*VXTK{HF|&-{&oOu)VqnCCI+DPuR{oWlns~dEx=dX"
    "+u?ZsR1{pe7QQ7}GPhs<$pp2^?g;1iZcC(RIeu60<Hq{|%@=F84uWUH7Jzr>H^QF|IAY)5Q=z7v>2*_`V6x!t8{BQcd9d$PV-?Mj-S!WGs&io^rAsk>vTXyL"
    "=-@@loBj+bj;Y)<KIz!)J6_=Xpf@ob9Khy!vabQt`}Bb~xJTFr(798n>g2fx@KE4ZnU9h=OD5~RxI#?%`AeC=%X%JO<ktF9blZJDruG1Rui(wf=b%N=1~zxe"
    "P*YV}PaoDdb|arNc&<+QV=A2I*HBf`F9|uEcz`;rKLw8@HX@*ZvGUiyPJmpe9NgD-Cd1#|5+$PZ7e9+5EB;l;_VTW8PhLlP!++1u!Gj9@*>mXU28Xn&cSw>s"
    "B-joKxy3nhSYadb<oRMI)7ZZ^<4JAnlV?5aG2T=i3L-y^vw@!3SuFM`UrFm6*6PT{#Q9m0^Xp6S$FM2ves!q<`C*+o`~CXQhUB!<53-MX|2`8?8UFL29@F>g"
    "$;M1R`#c>I5H$nRTE`j%Fq=n)gdGm+rDAfPJ97rLdi;z%ztqy2P&;R}YsAJHZE3=;`&L|KJUyzJGg<VwKi=5h8q!$l`5zY{hToZ@w%50y@)=69?r{@zWcopv"
    "cPJY6nQlb_9xMeGlgDC{y{+NM9|uG<DcuFD=9KcYJK6dJ>c3&RYHQaL+-6BQF`76KbpB|{`VXGJ1{Z3NWxvb#IlgRv#Kw%iG6Tjx_yqSYYfO0F2WbZzqV^{Z"
    "iFc2B=+)ALc!k$z&@J2;<`mz?RA$<Ta(b_9cS3pKN^CJMcw3jvOLbuN$L6}&u;~Xp#pxdq7<CkUUa^MN2efUFeH@`R!2ms5W*eIGeP<hysL3vD4omAK-20We"
    "YF7(mGU&?=u(@Qj>?0l%D#}sxx1u;1PHeBubchT23y+z#He$=*#qf3B5yq>gZO#CTx(>39C_bov%jX4=)&1>2h-$Q8$H9oKFZqZTPM^u<+HGY^{#d>hP7F0-"
    "c%oR?c-4#bUDKg}#U;gNWar!1^8G)o&zb$r$+~iXlDT#;SZ?DCOoRK#GUx2}M<ZMaTC@j|erIN>Deutd{XhV@X5|4riV3z!`WZQ9Ji-Bg9aq2X8_UL0ZZhqA"
    "7r*<PuQ`qwF>XKP4-w_hzkYHjpN5$d%8@>!7K1)dr{QN!Em6t-!Azd*m(182)aG+nC&OXw&P9Y+n=^Z_dKXC+{@k14<j>MHn9?sA4J<Yz=MVOSQVjCtKfCsR"
    "Sf9A<X-oq9*JXKPU>kjM@5U=W7R*#!@lfEF8xOtj-oe-?9ZGdR{r-+Ei202v%nx_LZ|Lc7T|rvUPk58RKML==3D&XhgXRRqgj>7j!7-L<+(AE7b>6oR`mJ>z"
    "R-2uF`74_X-ZUaKZfNbV*3%-oX7k}gpBOUsMtfz_hz+pd;Af>IbC)(n%zwSwYB4>Z<omNZZnjgx;M-a3_qj10;EGP$)n&a8hc7-^U(TU@(+k;HS|d?x7TZ3+"
    "v^G4ctVg;O#^H#Je9*d1EKzUSi((rshl^Hcu>MO`LS1iDVumHG(Ce4!htUw9Uvb~JuhfCzmgM-^Yk51uqv3!Nd|XG)03|QxF>WvOKg7o8t+<76I0d0ZLlg4("
    "dKOxB+)Pd9_+im{*mThy_{*pf_}Ilv<>9%}vW;(r?PNA@+}MRQ0gaW^Mp4s`GC7P|c7d5a+;L80JNVmM4`i(K0JjLRgC8c{WAY6u^kg<Fxh!z7eyXu>_4J4D"
    "{{9>8%*;fo*@x6|Z#qNg|IC4lc1*-l{9d0GKxp2&r&XVgX|h&`+ta@3KrhOS^|AEr2>zO6P1@?%kQWm!E2WxYsc9WHM&i9Abw1)5_fFx#mwU503<nz$-NkyS"
    "yU#xLAI>kp))_A`#T$*8@zb9&**|DEBC#>k(fbTt;+Jj)opKg2%%8QN2n*T<6H<Stx^M9#_5RHZp};R%X#b3cY~5p|u8R7%Q3qc#wS5W>w=<XRS-<Ee{)q2^"
    "oI7!Ry%sO?)%b3J=c_TQq*Eqrj?MvPm|~R04__;_IF^Aky1vF%yHA2&v?l^{zbr_xOl=)mSEvD^lZ70(beboVwQt*W)PLw5RF+kjC=RwFolNFHv#CSC$_q{`"
    "f6(0dORg6iqq|&>)m7V-ri?eK?!&wKAiYr-tQ<KNzy0w%;JOyzHmMDvyif0-fYcXK?ZCKsMST)m+#TFLcn6)i^Acx<S`nKY9pK;d9w_S%31@QBbsrY%!Ia=h"
    "=$5V{p?XYSy8!-dUr%MRX$F&h?0$D9SNbL^(q`+wO5oy1q*&m%NLAwrt_*|JXK5F<vw6Kj^{`d@Y3fc70nv+Eh|-_wLigPcXyL*_HYbg7N!IqC9wH9-5p(kn"
    "$h2n@a_wbDxTXvNnzQ<~Iflc>PKWOIuVQ<X#=M;$$ebnQwR7mowd2YyBPSucPkh(JlpNb(OuEc-g!eZYp+i<fLE(|Y2%CYfEEcGqbRQ{=KQk?otnhCG`{>50"
    "R_=5rdk3C?=USa+`uuUhlPu|098uo!C6h&S|E$|0h_q>urA$(<WzQQQtxstEN%uy}dW=?j?k&STIuBKwj0|UapY}<)-&3x`y*xct*5M|M=Z>U)#%CPnE91dU"
    "3=S-Z4f?GDhww{0))mW`9D2e@uBje+rJ(%%J3w^*1|%dKvikbS)TvNmv|Jfy166S&-ARP*7MA-KUW`Z7M-<OxL#M$DX(ia$e+`p)=_?&Jr$e_-Os?$qo3UQM"
    "&A|BIS90v1YA5i<a-Rp7VkOivoAq_EGT>{0_we(ZLpbS`HM;yL8P2+UAGn=8!t#tlI|oSnvM)oNW!W1#MnsHh9Y{`2ehyzmSm99O&Dw6Ay9|%C6l&Ec`%~bJ"
    "`4#%oZ-SLR;~-XBW%>b?^8~ozODL|ZqYvxa-v#MM+!?ofCP%AoJKtvc<wCH)0q}e}lVg3S6BxDDL#aQn$Mb&rz;M|9OkL3Ko{qd$ger!`W4uE{#sMx)_Jp3%"
    "+_-TZQ?75=4nQlbE6CfSuX^9@?O;Y}OG3Gwj`?hv3~9UuWc$l{SloDn(*~UZfqPd%vavjz^4HTXR=}Z`D-P-6j%Xa{oG!*)?`FZw#&u*|Mnvh6<iTf@G)8<|"
    "w}ZoGuT~e#ZbVkS+W|V|zR7jU`Y7Y^@+ZM3*^_>UuiQ4NsSNb~NBe28U9V#JrF5T?)-SF>gWy^&k(4S-Ak{4^v#zQ+_gKc{=Cr$*)}loZ+rX_u&oV!LZ0yI@"
    "xwF6u1}anW@d+Her?F(Y+Mek-#{V52^)w7w?$BfRd1qP*_2*1O^3b_C7&zcKnw)(W=blf7nmP1?OBhb|y#a3@d?Dx1uKyxsP?3`CXtqz;&!7zVTDTP2CgsA3"
    "E~}Ydv{o(bpQt)H${tN{$YA4CCXS>Iyo1Bf2f%T^e1NM=U*P!}E+FKS0r}iD0q4)lfz-~l@5&x2@YNNeMxWr|g=qg$txNDm`C+^#`7$&;+!#OU_)@)mttHA0"
    "+Ydi)TgB`^Ik<$lllr|!p;04~5S9DH>J&WZ-V5CO?(eM6(jQ-kGyRhT)Z;%E!02WrECye6>yBuBMfXs}T1IGeNh8uryBs_|`5*M+#s>UhpaHpIU<|vx8qew{"
    "E4Mmu=hFu4Jc8DOBb%MXG{y&d`-ru?AB)W%mn=z9S1oeM`2wKr*+nWiyhVnx|IZ#wzh{eQG5pZ_Vx6%*v(?mVLGaF?v$D_U?QftC=oJX}Og@RzR;x%6c_;6w"
    ";+G5YIN#8K)nt2?E`&!m*s|P2=dEiT3=Hpiffnx)@e23HFlX8UwUkq6JC!}}#Z&BLWKHJ3`w6rj*Gx(4*$Ah{nCfOYXcx@Ne2R9rbS5hQ=}@X;JEfIDniI^2"
    "2<La7Bmc#;-)pUGe8XoKz7^>K>r9#fqGoB~0-Z%T@|K>we|+d2$z-1Lyg8zLF}3^*NV&5}#;n=fQsC8JhxF+(4Td>xRX6pCX8kFb(d&z2>rmfDuF!KtNw^$e"
    "DKl_n!e?b)+d63Wk|v;hvner|{}`&?ddYUA`y-Ys({_T;S9YY+Tx~Yr{Ihi+-4D<jEB;alK5bwJhfNrU-E}SjiDTRG^<2(}mMWXKr?B?r70Ar3H+-*Oh<vt3"
    "u{fo;F`K6cmS0k1U+qM4e6_25K56G1OeRH%`_dIdnLOSLMzgcvJ*^`EJ)7)0TtzlEf2&+wXB8YV<GFmULURwTYnF9;0yn;QBcn&|Q&OL~jy{cB%xy@%H0uI`"
    "x}RoiDaX&lubUlX`JUB5*MvGJzw{~YJ0(gud-c*{XDhBckkGiY9W(~oCfX7IDc$kCe#2OQT3<l-cu3Dx=5^=->m4$KtEXkL^NVFmjwxyWTz}l1lo=N=Ig9Fq"
    "!A0XXsii&af#qR@Vxw=4Hl%%zG}<ThdwYfTIhN9$)l6Dv4#THQ&#O1Ij)e4VnT~B${~DnBHcRIq<q(Qd%7H7|&xDUAcOem@T^aWK_b>-NKm35R7q<b@o~o?y"
    "HKuzYJoY7~zWKdR2+Ql|&YXdhKaK})-<(k!=6I2reQuyz%^qRbJ&sVS8R#06^C-`~Ol<@&OkbxiTQ(IBJ9rhwoQWa1%Z@VHul4#Jhi9~e3!iVmQvN9PGm&%C"
    "&p8|5iM07}VqlCie^W80xx{))bLEb{$1%nJ^+lG*OLs1&Hl{fKVV4ifRX5iSWB35iZOD&y*Rd<Amq*VZ%IvPefT3FIGX2poVf$?GSHspao@wnpx<_9Y1O8)F"
    "r0s}Li1O9I0W;ArrWfGjL)ye7SsS0bYy?{!8wy`!8Od_?F<K|*v7<VBVBPx;ES~-LEx`q?+mpGEjo^jr4dBj~W63G~rr=b+;aD@*@BYaablsN6Y&Y}ROy+}>"
    "j%u*v`UXVfI(pMo^~x#luxCszaPhh!k8NNpyr<c8aW+`=DTvtawSddUPEan}Gz*n3fUG`aI0}7&8;l_M{lx-E>!ag~kD?G$cS!S3X4ATmuc1(<?I&?4oQ?7a"
    "_dsjH*XP{{x`-*>R?Rhp-Md@D_&qsTs_Uh*8U1(j(N$YZLTflZ!x>8BqHfT3#d)ax=URNXzy-&*_z8xteuVdBXffT)jwb?&3B5Qk`5gR*!;$3V>HzF8=N#-m"
    "v?rSScma#Qv3929t<N>++<6YeAzQnJDZ?Pe$@6vk?41p7XSnHyVtjPmK1{h|_gXuw+vrF5&sJYJzkjKWtL+v>gyNF&DtdD;Vw@5%y!sCu!1`P_>&$AItos(^"
    ">~Cp!$hKvGo&)K8wyIQ@(eW!h1|yrd>wsH)6zM(sI*4rfS#96F8Qv3?iH-~y0N>9vVf7@H`>~b@q5G7F<6Rjhrmt6H%5QbM#HiA`SSxR?dx5U@c#k`EiGhBe"
    "kD=2xZy?qC{J2W*uof&&V6x=o-oicnHbJBHchtw*nZX^(bUe26er3ceC$?Xd-X;9#(v~dg<izfmZ4&a~!FlJfQ-&V!unZwxqZ=@+71@T9nX{fTyYCxq!PcfS"
    "szY4Zp5<B(Z`dWZiBi8Lj^uRChjf3Vzt{wJNRB26!B_F5rJ=&RKR(CV6@0+-ywKr9A4K!Oyn+(^J}Z!PSu$0*$=f1A(q&Bfbl5e^1D<GJlv{E3m5-=>)6Mp?"
    "`3$%(%r_@jj>4YT^I1JKa-lw$SkeWS9xBA=yO+zkJN3RXJMZo3Wy0QxT4ZVqd$@cnHrIixYgpeWm+HfvYf^Ai-HLZ!DFxbOI9I5YayYFkhn;&2KN+Qg?2h61"
    "%oJBP$A<lZ<ifN&*lANMxfb<}EtcbPa@kb2hG8)V0WTtmlsj6^>Z=ZJw+K$|*^KnLY!2vIB=r-`AFq0q-~+Q$Aw3Ulv3U-l=QvNJ4l>!6_w|Ezw|78CKLe%L"
    "X=h?M!jP>M)HVj?TGvIiKA&E?RPC@bl6?M4m#;eqs1}VAYSO~@$MEJL;r+p<7q@`w*OM$h7%$>{yr4jz(DU>c#~j(S7klO^xycRa`6zT5pMt6X_C>CO)AU}d"
    "Cnt4=lwT>gUO3;5)^_MdMkq;ltjp$~)%_kWADql|e^4}?UC&3q!yBJi!NadQvHb--m*^j-Pblu`yXM`6yYlGX#Yg=TQ@`q^&4e%f^6{MYKVpM1&Z_HteN>c@"
    "0O;9>R6|p2473Ubf3zKhy&67c>l}Ra5Yuy)jjBXK-{rT+)g^lieDSA{XFxpXW9MBYA&=Sa;tz$OpqCM=HAl<^kk+|fU;C(bhS?~8?Pv^xO*Y`6A1&znK~OaH"
    "Z?;c~jnPFxNevk;7!LX`!i8@U{f{G1`<B)?KFppxp4}T}*3ZQwhyEedFns-(IwlWOUwap)LH9)s!Kv|p+!|`mYVbF+F2a?znd-is9<ti|O7C=de6_by@)3Iv"
    "DW1XPUNs=5{|aZOy>&BiwBiE(&3iC-H+%rdwN68W(i)J=8!zNonEq6s`K8BO6X_kc>SkdC$#dQbmeui4W+}{xQ+sdW4EBQ&xt#qEJFlbh^T5fPJ<k{+oSjSm"
    "PN3k#eD#V8NEN;25eT1t0(>a)#U%?B#BDEPXF-&2Muj>;>MzP$<z!plx@SYd%d!z@QEWK5@!S)gY<(RkHOU3>9gf4kb+k!#tSh9P%+8!Bcb8|db7Hoh<p%uI"
    "ok;ZO=Cl01;Vo+9zX>mkn4LH3K^yX+oh6KED7=rLbq(cry8k`!+<?&fgyuJPMs$28yp)oUuf-vFYMBX1xp)_}oKUDdgHB+|{WL!5c{}Y}JSCCoy*Xtmmfp_>"
    "eF}j8I$XoMa>n4N%{Sz2xMm5DU7CW$f6o9`H`8TyRy+7J8$~rN1=2hC()f1x;BW_6FgJnS|NF+C9QB`8aefSivnB(liL@?7+hRN7(t9?1-nfmT8@iz_zLTJy"
    "qY~zM_+#JLCE#U*uoivKx!hBWQ0%Sg5QTi#&SQCcNTL;az?rIOjM|w#4$B&ri|g18hCA-O0;g{;lsW3w`Fcd!FVmO~&OOSw=3J2%q4mbn?Hsunyc9ltTZeQD"
    "&H=XqPP6wqe)A6FyCrJDE_^I>j2;i^S@mbdRW`SNV<)(4%}1<lZ;uZ8)Pc!2(}17BdbMV)LeHEgoZ<6ptUGC<H49Lm^?RU8|9uQ<Ff$4r-W3Iur*`G}?>hn)"
    "UtOWr%zdMVH3~24?TYq&d5#-(%mR9yR#d8?(A*PnSgRx8xkE5+JAbNNi{>q|WB6e2P;3ZlJ2e%~@9c=v!%M-HZEKVn{yp&1$JYQo`%iryNv6M5F~3j@QJ$hP"
    "_;~MWu(457GGe|G&^pq4;2rEeJyT8Ns%dl=WxY1BXv+OjFlpIJO!r_^A8F4qWz<!sM@d{9TwgK{=`HXhZ%Su?{MioVC<<h@FZ#JBY~eT)FWK-LqP0RFZ*5j1"
    "94-^iIcSYQYmR{PPK4scKQ%0`?M|Y!7~%%e?!~zDK|OXBo3>{LnizLp@CRR;(O5cMz7UTay&X2u7xL8YjVh32FZ?@)!*k4ur*)B1iofm?8xVmnl7#mS3BO@Q"
    "(kC2q<tR{E{}b`?`fTXd<8OgiZGIqI-W&&X9IZDK?Xs|{i@louTL#bM-;k4y0(t&%9RxVq%k@)UoxAF$pNnBq%C(3k58K242lqe!>i"
)
