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
    "c-oa(30zIfA3v3pR+UoPDIz^872TP+No9$sWX-<s60#)wz7`1~J0V%h(w!k|mY(HVv+p~Jf8N8R|Cu@WoX$<fyFRyb?wR?`{MPU9_nTt_$8o0ow+iRYMR3iz"
    "68_`P-ywD<e)PEj{<kaV$^rFr9d`9)e<`gu7sUCqU(F>-b55Z3<{ES2Qzd^-ul3cx1Gz^0oj1R-xLySR6?dVuB_)lxW?Ts8BdzPIzH81ucjadoaK18bwbb{G"
    "IDJmRDLHYz1*apM<<HXvGOn6%0<T80(MFsLr^U~p>k9n($VMahU7K?j{1XHI%kf`1Z6v>IBTkT2Tm9Tux@*J*^WzFNS1z2WLvdv-wyqm{2Grbna-!UHOw>G`"
    "W6p(hrTcpGcJyIf)#rRP>_<ldzjhG+G>B^;jrmHN4B}}6IjSY$OFuQ#S8txS13&Jsp$TiQlxHfh4=-8isJ29_#YIR`Qkf~8gL>4RNhI(k%y5!4RaRazPVgvk"
    "Un;LFXU>&c+=#0$(R%Z=k({{($HH#ns8a27kutx~R_k4hr!6V5XYz==x=0pu=hxMeWEJ=}<4UcsRQr9Y)m<bD0!bos&QC2hl=uV8KK`7bd4I0ChF^KB`FH0;"
    "PPMsGZ2<n>TjnjkGT#EctiEh6eG*y5{(@eN7-x;SQrk6G$8!zd*IbxJfNZpMUpHpI(&v7Xo~@aV&DqKkY>rY!O|=opaq1@uhB>9tAZSCId7WSbYnguq^4`{x"
    "*N=}{Q|2062{y8jbQ>gbB>bYhD7exU-6g9~iF|lX1<CA!WUITg9qBh%tuwj~;(q429!L42PfIOA_t95l9Nj_5mHLJji+0gQ)c0EPUq=ZE-FVw*%c9*#9go7w"
    "f;0hK6AjxoQ+sFx!&oTu^roDqPYOJn%lK7tr94}30-6PKf~86|N$uNQiZmAu+)?n-M6f3oYI*6$Qhl}HBMWejYR_q=p(#4*$B#Bp>o-Dr-hvbC3)EIqs#n&R"
    "<sKb2Mm1^13C{$%wbXe)oB!u0ixRp{9mxv%oTC~w1QZUD#gsMEa|2#p2gx@|_YGw6=ga$e1GQH|nKm34&-T2Y{nYDg$wn=h_I21C#E$?Ce>P&7D469!A3j$L"
    "Pn~2~8^q6OF6BXOE>eb~&6#i1VRE@~nz>BCRd=<Fv;qJcqYmnQ&G~%;B{Y#+-<)|)fTSfq3G=*J42AOlM4yvqk02?}M=}qIlwoy{TKC$_<2{*onM!;GGg?b^"
    "+-XZ=f)9EzIrVuOZ8cx=s=$I1<JMiube@vTz8ux5vl<!b>UL`R1+M5*KQ$gXseLP0lE{tG0<~{6lYC6j3Sim*>UB$zTv*wY$?45&fsS_2u)Yo_<U$v9jUu9e"
    "KPSe12+x_Xl#N_v)FzC^f+2|~CwiKzRE_ELe&Nbc-%Ex?rThAEUTVwQsMi-Q=*G)u%;W*A3i8#UbzqvLmI&lrrF|nL|8!9!vKJ>rk+!Vjr05+f#gz`fqr7sX"
    "*0N9|RC7L3+G*@-$+T~-&f`$6^-|gZ<}s!ck_O2%YQ|Zq(S-VrsG~ZPuFSd8tV-)IUybbS!|&!L)waHp#st|dSnMK}eSJB3?L~EknCAqkM_f2N4bKs@Xu&zl"
    "Fw0ExXM4_`X~}{sMG_I0gg63Hq)|D;xq9lEj(kK5NCnjh=qtkwPfn-^TJW~=lsy%$Ud*c+^Lu-7q7}thrtA1JtkG8Q94X6@R9<(9#)RoyTb9{$7)to?sL_Cv"
    "*BaVtbn%q3q8qFCTFL53#E?PIKqwy<`m%gTISEmFS)^27>oAQ7y7J|{!%|&C26LsIg0Qc-#B&{%O@)=h)hj8Pr)lxCN^6BCvR=uO6R5=9b-2<>S;<gD;Jws#"
    "g1km-)SUlYnk`%;PMjp|M{=b)6styaeiW#47?7}A^b^Q?cmUJB@XJ$XW$KNH_d9DD;ycKE!-Ny?QOu)4eA>wJkv8*yI_$5dMqQ_55m{ed9hY`HVz#0<<;=B`"
    "^&x_d<r4Wxl9iNH<K&&6BQH}Vze01)t4s&v%ExCb{#%9L8I~Cn@k(1=QFu$M3(@bu<kVK@1rtuJfm*36eJ9@Pj<RY^snH1`wPk#Hp2R39tz#{v>cfjsnakn{"
    "@q7d^>iQZzN{Bjp&^XhQJVUg53$7G%ESUv>grJ_%%FgPz5hV(iX$A84E<6qO{kA{V{D6;o!8YEkqS03OyW$QyOad?N4^G}?=x|~s(}MrjXH|)F89M}V`b>+h"
    "c&%7y)JH<xh{!77N(d*fMzop#dhv5SHTI2E$E-KQ!brA4ASXXZp!*^<LW!BfTvkzd^0BJq#K`kh^A#kE4Ztj?&Cf#`ryEpi19haENfF;tvZp`OFyN`|rTWQJ"
    "hLc)S-TH@GYHukDgP6w(@sHG}Dy4k+FrFJ|)Z>xru7vL4$>PpJjea2-u`hI{O7>Ms-YMdmAFn+Z-Yc8SvRGT0cM91;Tm6mHSUHgMm5m7)QBN9oQ_mH$2jXlb"
    "Y^I-j>dp(uG^{PfnHKMLx||+IKh-!xzA}-2=qSg=tErzDvcJaCXz7@tM5Q^(No$vm$yXLe1$yIh_AR@vd|yKuuVqI$i7(?a68(C#S{X^pqctpdlz!yeGX77r"
    "m20DPZ8_KSmCM?%>}ch>GOSR~T!o{YhPKKZt=zul*`YjnE4FV%+Tbd+LV5a-^IWY$ZEza;FfP~n<<V9y5vQT)iu~$lZI!2uU)fhKFIS-r%f^Cng?`1At7pxX"
    "%a5Z{I~bRPIdV-`<dc<i_4B@*%)<ZGuPUeIe$uq@Z_;uaepeA!Tsav1Gd|0y%O5qaRL|x6Mp-QU9gqDLs&M6^?C*Q*&-CSMvZ8!co}T6CU0H;duPePuy{@8B"
    "t`ht%&k8?#j$Wl6t5;#h;WW_B_&@CXJKnBWAtG@ac=od<IgO0<s~9Zb3Kb)8MJW2~=>ApgS8n}Z>8d=8<toX*KWFEPEm#?fR=n@;WSq)9ma8Pn%11Lz&#1V*"
    "s(4?n9Buwy{QfF;SIkxURZdy!|92FvJdSkB)S4CHWLZo7Tv1en8|77u+)p)fc`;a-HY%!Pxk~E#->aa?_l}>vu56a9yo;$EugdyOMVY-kEBt;=DL=DU?6JSo"
    "iEzL0=gNJfyc(GMsV6Y50L=_5=&j20s`B+*k>^y@0hKpaUUdJLdgIr%_wRKCWpiEm)phwE%T>U0#a&EUiHs|>LV49S_luh0S7!x3uUi&#jDO2U#{Xeo?iUEm"
    "mFWqME0FhRZ`VXh<6oQxR935$<*Fhpl^^>R`9?+iauxJtKlg)`ody_}dxBBzmz|ek1@h|sq96RZBm5(yqptW>{%MScy9Vd>{GiMgpLL4bitMbNa$D;M<Tg+R"
    "=02b3mmB-qGdJ}aWOL5f*a}ZY6C}<bW2dJq$qOc5eAb{fBXn@LxX;ir*OSys{(?8^-bS-xli(d61(EODzi%R-*R<lLs318QKCQ2XjwQ86#cd!-FLHpsrlG2<"
    "wK7o6Vl&ivilYYY`*$Ajp=nKWV%t`<GUWuLrO)@+O~W(mZh`dvA*llQRo@6V#>|lTEJ+EM?vG5{t8l#AnC#8WM3=6cvi0N9bWE>jn<t~D`IAtP{YWUzzdXlH"
    "qD?m=pvPEerL8F<pa1;|f*Sl#{ZlKB&AsJMu-%9Hs7t$*cy&}=B<GucsXh{yCgEKUL{)4YNHT8h1<|#gQO1;$Fy#JzoS)wZI#@N)pri7oeAvs@NA|t3ZrEEq"
    "**+cRw5f#}zUYhZElPzg<HGO-PaSwUtdT?;^V$z(rF4MpQeByRQKnw#{s;~ie>%YCbZ}guIzR0IJQ;TuTjmXh*_J?}wK-Xv-RnF43-2|B%vLsqXLAmmZAqrS"
    "N`Vc(dSma1@9@=BAJx;b^}ws;4J2ABx5G6pW$?llY~Prh`Ea>QHPkyz`2D8i6Zr1OL)EveHgM#!JE~B{dnlK;;9fkA>feuy?COqkhejh^n?)+8%rtlvUIQUD"
    "3A+5<PMLLOt7^{`C$uqdG_zUf#Cg&hKW?bl{jBgLHnw3&0QqOi1605DcD#0MDn9q=9N6>cF*wd+7aKP}>w~C1=k+pX{H@bj2zx$S>`(pr-0rIE*}2tjgyVWE"
    "v!l%vEx-PNFIuc&v<`z+NavX$nSbaNj2w3tr$?sY(O+&bT?`puOQ;Xi`@)QTXl!^|@kwiY&bOjH60cM*`&NEH=RLxSJpMv5x|92>Z#R2Ab^|PUq7Ti@&%$As"
    "9xC)d)kI><tsTA}&adx+;ygwZF`imjCE^s<5*WRt3639?0jb=Hy#4j&&4Yux&B4=_Im6gC259R0K`1oi8jMMN4kz2!NAu6Gg1dL_M71WKgf1^_;fZ8hCZFR%"
    "9}@O-Bi=UJfbo22ghENLalQAzCf?r449=X?v%U#Jm%TvkNGe=B#EWzqahA<Zj&de;K^(lW&6mkW`K8xu&h{i_odx<jL>C&XCPDkWBIrC?k0j=eRSanO1KQ8O"
    "2;=K}qwtSw;1<X8DoWEd@gAcc{J{rPnU>hpCia$-napI|TgK~PliqBuT{^+qfrnx1TJ_kzIf<$0@aYgj_pe>}4Vu54?H}G#2RWyn#C~z{Y~A+}jwt*7PMCeG"
    "3ek&mC&348*>kFsf@Zqpn9e>JtGbA{PI|&Htyhty@?C@l0RczQ!~Y4`a3tXjUf~xF{hwUMa({01=qr3XPr>%Tc6cE!n7;;0Yhf(eTidKaWis^u3^3db`bDmU"
    "qF-@buJU4jKDv>)8^4|2ki}hba~&8nL62Mt%*DdmlaPtE2YK7@5PW@Su7c6>u}5Qv*=sjPA{;*o{4B2yoBl=c=QhW%)7!1ERfH3Hn{*ycT0RucymCz;`V^fz"
    "f1D1Zskfp%S#tL*Tg%?WffSw_f=6^LU~?Q7yOCMJCxM=KlH|{Qt>++WtMH_*<P<Sbwx0C_rwmjvou$le2V-B%#8h`Xrh1S@`b)v5MTHXW&h+|dSAqpr`SfJE"
    "p?1zmv_&&d&43$c?1ppG&NH5#wlV?D^6QcwTL(cg7Gg#gvb@t~%p3fQ#9(R{I`%U8Hm*_Q8fy5r2ca12VWz+yc4t9ki<uHFI1fqTd%>Ss+^*aM{oI?7K?4UW"
    "^NXzEqm}jH!<UvQcifMhk(UB+-@mQ_k!R{38*N*vmg+QSJlkGbh`Z!jp^wO!Oc|@IdUt9)<3oG*3dMT8G<dX;J`wj7*XY)}C)u_0HEQbxi0S9K;OHQ0LUC^5"
    "`pf<kCrp5oceKOj*DL@xAE!W(PVch`TlY_$xA^AZ#W3q;G@<@7#8i(I-nx!+d+dUD6XHSIi!bQuzJ+jCK`;^dU6|*^?w{X1g7w=CWO~?TREtnvue%+EQwnFR"
    "mal#U4#b)(W45frhrgsjS|`YTn(j3r-wI-t3cY|Fx&J~16CYaO=(GW_q{|!_`}H91yLcybw|t?J%S-X9xO*Q$?Hcz^53h@Fi3dK(f`1=YVv)Z`RdmV5^C1un"
    "y{ZuRTU@0Lp>fn{cP3s{?={nZJ3UKstHV*Wz`+WoKlFp9fBHk~6`d4gYTU*%wwwmyzLZyrv*)7TV589i#CG+q96EM;{W}DV2Y{(>TSDW$v9NoqA>i4;bKud6"
    "E|QHpbnzng^TU{LY@hg@@o4<Uh18n4faz_ywhc*sR#oZVP>Z;|)PpT@+e`WA`My3=fvpduc>a0HPO!CMw&d&kwT{9+rVhg?b^pY>SK5KYnT23cUzMs9GbW+P"
    "!|S16zbJAiZ6w-%;Wn<bfB=f!bnJ3TPxv%{88!^+1_$d}LECRL@UxJf%tleEhuA)?n?^AmaQD4Q_(pBz7iC{2mp0d)Z2xN+%C_|*2NxHEwDDn#XPSpZ8#(Rk"
    "$@cy8tUb}5I0WYv@8W&WR7q=xJ_YSSzj`J3>~mLm_tXl;GhP44V>i;_>r?df*lo<)5r%Bq&G;B-kjAdHvXqeO+|=qhE=ZUNj-;=}qMrNJsw3&yC{W0`DWA+)"
    "4AyLr18nxS#k+PID4!Q-;qSNHk?y!bEDz9mpV!#3`7@k^I_L5j1gU%x)AeE8g1_P6ZWr19;i;Q}(a_Dfdx{aDI9I*f6bYyI^`3)iPFS1n&(^r<FpK%#$8DKx"
    "&T&Oo(9$6cI_=cbh=ZEF$DnySnfT$+Ww6ze+Bvq02x(2qyZ%4pRH~|*U`F4OFfY%Uh&%_*vts*D++lSgszXe4?%-|t@i47s4v6dh2mE9HZMK%F=~BF=@fIl3"
    "?#&eP+N#S4QB056V?=sQ$;%1QvxX_}LZ!Ttm2wj2G&O_1HfcGco=*?lj3qr^(`Nb0$j5|C+}H+E4C=FQH6C`%k=4`@9XhId`nQtyovr0SXfD-#X;0dJ*$k_="
    "_hrw&=G28dXTD*)b}~Jq*zlkyoE&)o^xIP;`Q%%>jgaCAjYYa=>YeFutiqe|3NKkG4-{#W2XAt4;jADyXtz7~Yd)t@^Hcx&6aWZ~iTnd~z|Qn^IACx#4j!}="
    "<kc18HK|z-`1)u7xL?(YI9!{K<hYZaSBJz8@J73mL)cu`+8!{vx)a0Q2~U=&Ocy-{w)dWbNhcR#Dx;kC%Ib!UX589#>^juYfVjK&R+tZPCQrI^U<G=GqWUS}"
    "{2!hYZkRZ(X0hjRqXx|_X!Vq~ByZXfl&~q5*?VEVYjEAnJ*qy2>ycLMCfK*61*W!)kMoq|w)Zz76XN2OF`;JU!WRqWp4n3&)n|`qp%6Ta1vH-x^mvK;H#?%B"
    "@@}kcr=&7c+HVPveD`uEEjK5sXpiG>)_|>R-&v?z<C9)ty~0soO345y=6n`QGw0wHQ<^|(6Z-qF_`el+YYnpDfAitr5l}^I;LwN(iUHqFK-GbTlCL9UD-C<S"
    "T-kvX2DT?>n;ueZ_}@8H^QkF0-Y*M;-Q0pEYdPV>N4nCU7Ztk9$EZ&+zl|~?`=Z}qzExEQ2hBoFhal2$YcqT;c0Rn9^Tq#5-M139;|LG7ub8_}zkY$q=3*Q+"
    ">MNphjTmD{F8>*o^Zxoncy(Ge#r}+|fcnt7!%Nv3V*cyctuCS1M0w@wQIvh}6sY#f5chP?Q?01I6h3J)h~#`&!}AoNq`W3{+6;Fsorto(3U!>`=OwgWLkYn%"
    "z@|t8w9tDa)6KRwU7-2veAPSCFotgnf(^*u|Na1U4eG<m%AwHO+l&Oyn*k3zT&39CDVOn+GS&eu$m@q2Zd`^#2cBZQUh?RJ&K=pKQCrTwU7PLi1JjtzjE%M6"
    "&{TbRyj=>8YV57pzrO*)oNzrK<^9cug8z0M!D8L|v=jSHeT(7rN-tRTu{Dl-)CGc8)u36>(i}1N+aJ~C>x*gVov#za3@Y#1@aCvS>{<Li?LE})br9<|udZz9"
    "<_c#=If99PL!{WR`FuE}G}J~8bMGlecTvF+?$0pg!E?6-xtuzU$=n-pWYGlzhwS_)$v9+hWAJ^}VYUv<r|V4a;}Lb;NYp(`rjwj;y|8`WBa}R<1~D-7hu6Ls"
    "FqvMwTZE3bw;|L=V*i;9Z#W)dc%GU(kkI@|amXvwnmlW=1kUMm3$^}OjXYd7A5uCx&oX8ee3TufsNP{K>p>T`_a&X8l2M`U4H$j?yik9v8VD`gw8Z9F^~kz0"
    "3OM56bx83%w!I&dXHyQx_q}GyV=nIGbd`H(%EELe*EFwJc$4Q6K4!I$-j(GrZ1N)9DQX<ELG%E@pR6n`A+5(Um%atx6a`S{Mwb7Cv1@Xw_dJ1V+{X<GB)hA5"
    "fr+sf;hC|Wlr-O(1O^l8pWEW>+5Q>xrbD{N-4Z7P4>kf+-&7w@9_8RZ3&(<0AMZ*z^oyc|@wRZ25Klk8730g=Ba}U3pRng2|1}^foBN=vMSp>h4I&j&la4{^"
    "zl`VER_xm9jDRr@y#=4#<XMN%vw(S<YA{+CGYsnAvQxF#v{{P%Q{(Gu;KuhBR-}=^8>zl79uq)nf7c-%qZ2{3q;+8NY3<VdwyiBmR=%eFBhq>of@$oIuhooU"
    "|B^b%uxqy{X7k01#^V>urh(%d8WU<?YRAD=Blx;3O3LLFXWTwb_h%UBx(&Ar$^jQA_J<wgw<_xNe~pud`2dQ~nNbdGf4A|0N}&!8P!4YM2dO?^pD3HXgT`C7"
    "C}yT5!pHv>vK%{j!g;)^?Pw{7j(+3IWT!P}jU5rh+wlOH5SM}?{c8$mP#+vf@sdl5&ztMPZ{MDQmKMU<7u^Rp{EVq=Gv*A1>KYtnZS+>W`g|WOyY>e4>?fRO"
    "=q{Uw6(cy<<NXV~{jcgjok3;H)B+U8TM#c+yJ`R16?RpQ#^;k)zzjE6GBwJb^xhZ?vWy?VVK&)9Ug!PuV4(}4*T9<>gx)acD8Azo18D!@eRmi1H{}S*=!)++"
    "Z`U}_F+SN?nWCu9<Y<|+jGYD1{$<aMbkJ{6F5celfdWqa0A|n0RBSu!CE0h`5TU1Pd!e@UtnR5*s?B}hg4`}2(eXr~KDv<QhL<&31uduc1QcWGGm7yGruvbz"
    "Gi@QYw_V`tocKovRWv6I3q1=54Gcj!y1QUZ8#{9KT`~N+!~mA|HckOEvv;Xd0zAlG-*gmr>H~Osz8gEIIq|=GsL9tR<k65Ms1;^O))ge+%mW=6o{Ia9op&F^"
    "+r03nHB_%6GpVOe`)fPyvB(xC?z)7J?|chh-_M5q!;yq_1D*=?Yt`Ehq_3eDi-C<Xek>nFH3+~I!;dZNL#o>@QCT+Y4j0cB>_N|Cg9l&387mJl9{$JI=!Wa!"
    "@xR9#L6CGD(>NW+*BBu$t2g^lI0}vFJy~U+y$8}hoX$Tn&6w2{x6+GQ->mN#&(_(V^%0M={2PBONMZbY&zgq^&cE-U{`moT+^Y_vy+E}6OhD_4)l<J<>c@qt"
    "k8yFT2NHYKl65<A<TNc1xcLHHJkCAmjUHlaSw~tSGqZ3+Yx;WM4T!B)b>@q8JI=yX=G0SGEOre>&4w#l)*+F>UEtUAi!jAHst4Clcc!a^2Y$-)x;<6YX7sEw"
    "Z2TDf<5N}E_ntc9hU{9dRka<p1?pYVW%DVfZr2uS6)H15tNRx67{5LJkJNi*XBv>S!W>11UKe1^LRaARXAQ|WtY_6HXJhQ>`6iQb@^yPS_E>Xx_38r!jd7Fa"
    "4G86LWj6z2?ARsesY@uNJ|WWYjjaoYYWt&t{*g+*7+bQ~=suk4Zp~~P`>7c*ZoAu`$~0{)hj9OoDls3u?XdvTIO3jm$J8HY*V~PudmX&9?i^(GQ7QGwqb7x8"
    "gYygFEyq8wcm_<bk5gZ$PGr3Sw5PlENa%4sJbJ96wJyztRkZbBzZTBqhm{VhR&a{p1D&HN%EDFh3*Z!Mp{MK=<)bXzZvfwZzKSOub|ZTn4Vmw6A6^6^8sAie"
    "3}4Oi`uHA?RC2i~UF-3qS)MEDXHHypoP>Rn9x3!QdIP%u?C;gc%kHmPU3A290dlwe!T9IxjZR*y!sJW1C}1I2Hwgp>RY4_vZLw}*A2>aBm;bfa4J3?ssAx<m"
    "wr9IP$5BnIO7Ruk>K(SRwpQL$6`_SIhJrz}FJi4j7NkQhS4govugH@1$+U+RX=p5*+*gZ4yQBa=)iQ<6Mo;2--GG>%%|-?jzrp@mSm?2NeYwnS#(22nnu%Ax"
    "IO;F1ak`Hm^Q}+T{h1sOmV4pU#Ov_Hq38I*)@UV-&o@i0S#LAE>Nzk!#toFk?B~w{$-2W6a(38{geRtC=d{8mthUL1^#@<Sdm-&Mopa&?mod5-%dJRQdq0K^"
    "YhvoMv+3?%Eg5fjtKNVc#<pes6V-KxuP%~}iu`@yzCo^-*0mEq|AR9Pe97C8X&`Ct4JJ!oemY#=;wl!-`KqE&Efc2ae@0v4Z^skZ^OFw?6*Mo=vq}eOhN~8Z"
    "vga2EZh*dLV%WXmBVC4Rj`NZgM=TAH&c6DP=CxHP_Cd3)1Hr?Salkin2;=w5^)0yd$VTAd+Rp6Ur%Pj7$<BeZh4a8yBXWTvAJcu6uIcT`#p(fceOQ0MOFVhR"
    "UwH4vboja0Qh6VoKw&?gv9k$!CPU9szHT>$7cPg8rCrCfvxzQk3qZA_)BFPmbV1vWG$(o|cdKabrC5IYc4tU2udkLK>n#d+Z1k9a8rpWK2^yXBV7y!zAE=`K"
    "zel+uXWBO}DCW*q{p%5mb&lVbv3Z_GI!cNG`=akE?k&j#chjC?op;Zn%5WF#J<^0!FKGn?TA@a<t2q;&dDRO%x!jc1J9akP6=6*V!KVWUF+VUjON7q{zr>q2"
    "Tm`DHyH)h8hSF_b=)kUxJ9oxGj-PRQQ43~wzPIAPPRg|>y2C@AC%|V9UCH_#E5QF=A7;Kv{ZiEPw_%24cw=v}BfSbce;jx9l@wFDU2B1DKi*=um#$=}zMh1k"
    "F5d;;ru8%Z-KIK6vT~F}KOq+lT<}S;VYm?AK?zmJ{Fo<@OE`z=S<2kxA{9N;%kBCJ1`n!*)wL38a=kUXha=BHnrH6D#KShKK6pvaF;&Oy5H2`a3q_4>tD<!r"
    "oi}OLYeaL|fOpF=#gq27M;QIg;x;&J<W88^#2Kth*aQy+hN?<2D!DZ7dj$iRVt-}K(q;<frP{=M?KObvbtJS0Nu9F{TF+`iS{E<Tu+ieCjj;He+Q_z3GVpz0"
    "h{NtrVSbPZ`jCH}V^p2yTH!0Hr&-^<|EV>jnGp9k6nUU$SJY>Y3>%}+jhYXtM%Kc<MfyZb#}Cdg*#Qf>>8Q^c1RIOBCC$53SLEG#h50OJ_@Ipu*`m7?7@ZBk"
    "!#8y&FA^tXn>;Hi-lLk@5_)Ffm|{ezf1h1c+IJmj@<uVIV;H_Z5wiLJ%-pK#mJlh?`rK^DdYZnw>=-XklIsh&&{25z5jo%%zH?_7)6e(e?{H>~i$MO4fL_-d"
    "SP19PP8eV5yjg{A1puS)m#8PoWjH;1<Ow|b$}re|&LAw-bzSf8g5O@HDxB(s5PDumV~zHQ<F@>XZTjC)O`oC7=a62=d&GNOFlZY*7`KGhz)Vl!&jt(Uk&!wi"
    "ebr(W)%671S(y6Fz))X!a8@{`I6h_g0`O|cW!TB`D__&pWVF;KG#6dDUyu1qMt^_!-q8&&;tZh8!<tMNH>Tgfcl;Wn@rT;MR+A24(KggyDNi()*WF*2d<Zjw"
    "Jv=xNV7C|5+}o6NJJ{F1sI?O|ZFd@-TA>faBP@wn=e+6Oi0O#-d<n}67!F6euR~Y04&t}_zk!-JtXN-~9eEJ9d7Y$~a<m~5V|U*<Ax<CVUt-s+qe8vhRQnji"
    "_>4_wP`|ww6)ieO!^sz2$m)njkm}OLdKI&e+v;1aXFu*K<c>Mr8z?Ad^|x^b;qFV|@GTksw@yxm0WZUd#oB(-y9wG~H@L7?QKR2_;r;7VYep}g7uL+&2b;z9"
    "A}&kMD15dY!H=CCS&dHXv3GA~^Z40DDaO?1^txonY#UO$KL_Z$kj4}A@tBo?KzS_-F1%!pKi?GIi&H(*8YL+Eif~5C*X^5LTx9##?b!#qMEMbtmI_P)Oktnp"
    "5xCo)SpVqWSFl)LjodgDif0VsJ3FTH?XBTIaYt24MtP8(aW=48@bzY0&##1^rf!vD#d}eLV&x`1G-7r>cFD|uX2lO!jdsUxH}u(-gLgc;!q%Q>xf(8h9}PdA"
    "GiL8CsLUCotfk(c%AB9jlBi1jz?Qn6n96&vW@|WqQ!?8t{YoINdM;U`x4QC|O%Ba_f!p^1noC<Xnu#`htX3Ep34L|r{QjhB_+WUzCK<LqZN&OtijB8|LLfai"
    "v8_D~Q&~sU9uCKu98$kOoQ^sTI)Lxg-opBUE4>%P4!6g#x{m6EVg+b2J7;T7DvRk+A7=ns-%&g}IkOI#8~RB_&$wEdTm)S8n&e4=g7Mt%??^!PVrXv3-euDF"
    "yqB|l5UpR7*Vp5}Q^JLJ%ojSr;_cN*+r-D9LC;9(9Tn{{4dV1k0U8IRqFj{^KYF0PExN15>CEN(Z6o%+<%9k<7M}~|I^t<n>>)jar#@WAW+|rrNzY>#7I)o&"
    "sh^GfatjYId!wNF5KLSHle<2^v+wnTj~l$e;yY{8?hXX5)WuZ4eXG=Fyo_DkL`C0W=^GScv1jDs{c>`W(&4o}{Xuf5@cwZ@&=g4Rn|$RtruL;6!fL6)48^L&"
    "BS=CI)saC<kKnc8&7sT4*Wl`0dqS~~)}Y7cG(_Tindlzoq}%=WApiYyfABbfd<?$;ncZg{VEez1y6C_0pA@ziwM80tkUifL{|KIsHe_~n`WL`+8$8*$$E_rD"
    "P`D-?Pw!V7?wi^H4BBl*#53RfA6{aLcj+67Fzxeb-IQBJpRF-0w-#x?+eblTe9zN0@WRUo{OF7`(@C?ru}D07`%qYjF6(zB9{Nqd*9~4M^g?GixY(1;Yj<yz"
    "qEYJ-)q{^+$f`jmP-k^VB=!h(<|N@mN3&qFTIc-f`(v%B@sR13$K_dxwq(Vb&Uj@XI|!z9hNhQSDGr>g%g$q6blO6SO-rYr!L-&JaBC8zH5Pr3YLIt;;bzGg"
    "FEV{o0CZ^E3%39ILCV!T9vfgoow=-Ur9JEJj69V=mmsE#qRG0<#}oSRfL@vFaDekAI1{QEE&V?X3(hQL=W*1p!)8=h%#3woGLFi!^FNg|m{82?(D)VZS8qHT"
    "*42ib7?%$J519rEsQ"
)
