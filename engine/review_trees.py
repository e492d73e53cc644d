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
    "c-oy?2V4`$_g|WHg#-{p5T#0y4nlS|f;1a~h+^;c?AXo<HV(xC7O<fRDq<HKWCpP})UzXYj}yg)XUF#6ncZv>CFt+ZeUeRfcHVpQ-uHdqn~ArPqNqmfOPlhg"
    "x=<R_clOVXeGg&peHZ@ps5b033FXNC$KBzcbRqA)R0tK!eiD&yV)oscebJPBZWk($mF`Qvhp_LCN|Hk<PYO$Lq{7&106*f(Up=W%N<x_`jo`VO!l)h<C&=Y2"
    "3J_#_vNlO5Ddj*Z>(dgf@}**VyT5-oQh5gJ4`4?%1U;@Qvg6n*MH#Sjq!hPaPo>#GlncA25aC&olEvJLw8%WUAFxz^ejG;t%k!hml|1OeUqjfrj#N1BX)&d|"
    "TCB;JmFzD>kb6Q?u!E+|D0}u>8%i-NT+l0FW#b5#5$#-@6yBg%KQXL?7-F63Ul&$q7}2Xu$#H@IH2F0KuyZ+S4wSE;Pwp#6O4-f;3R`X}#9GYGm0Qb2t~DhR"
    "Wcae<*dKu^dbvNEl_Vw@#?cBTqd<5@!bYeICD#*15ZHiH%r#=?`tft)s3;ZL5>|4QV3ky`ouN2CW6WV2EtTTqB3x<K&;Ckt@smJUFU_vkg7;ONl671Z#H`Jh"
    "l)}4OlpKv*d@YH8<vO`5&A(G@{M;xT0ddYMIq1emL2gkq0Y97;EM1dGw^NbMt%zoE7tDVTBv+AOJC3h`V5^AI<UPY#g(Iv*DUgKm$S6tnWuFh`G3T!mg-{|{"
    "i_LCMTO8F?X*`&n>A=p5RPwH3z8i@E_NyMn<$yMyk(|wzloutB7{klArQ~yscpEKQ%O#X5tGH1#!9y_bVa_Ywf;R#Pi(>E5l$(+UZd8wtUO4}huad7ESx>~V"
    "az%oj+`Kk?L@jw<<vhX&y1CIVL>i!4lTp>&$59BTI1J+~*HrPdEnz`Vex5In6FD|TtS2Lg=M4y6n^USeXv0c&<RvTO%*_rWzA`0TgFktzMA@Ij$d&hoKY7tg"
    "F~YpA$KMH|0#)=nu$fH}v}&=D{Qf;gWmH5e4)%T^&kXit+?=myAuRKoDoNC!6cMx}5qD+vh6&zN)H5Rz-!?=l5D?}2)7(In8fweunyru}ZWL!xGeNT_8(&qO"
    ";Z%@dVF<+#<b+Xj|9evkOxh4nHYazQ3D)`xc^uArL+*cno(DMF0{D6$kAanvWLpwjZ#EM6P6tYvt+>^>5@|mCD_jYc7#ndyZNiwsk<t-zLBz+$j?V#2C0vFn"
    "S;5^mrxctMNBIyGHx-!Khf>Bfmg>TDoDrXKQUP@$US|ORL;%GIvyE76gz%Wtq{4sTc3ZLvOIEu)zV=EzQUJNj)uI4ihQHE^u&y9VpG43?1s~i>8KFPos-+^E"
    "#3TmTHgA>ME3dy|USczLT#gTYfmNEZQE1Lr5PuccP)Ozw=TG_nP+2f<#IgC$%?kd3H@x|{SSlf)i%|J|39cN3Y9^&LDCLeq9$!a-3b9g;#6?_8Fu<W!s>D1}"
    "g4h5a(*Z&~l(VIr_3a5Gy73$%uU(p?vy-!Mn1FrG8(Ms(idh}X8OGTWMsY07MOltkA3n#uh~7xbM@e3sz#Clta<+$40V<vhq~tw<m}M2kSOnj>iivNvgy?H2"
    "tv8I-Ct{K6!|PY=kpig}e63)J)d7@pkL1X*kOS!{xfMnJ#O-2YliVT)O2Ksj>|Khjp^U&s{wg`B$yYc{wlXPdMl-%ga1?xNPd<rQMwUO*kmQlA(4%<qxZ&&$"
    "BvEKYW{LS&HWTLB5l=F#-y2bi{eXkeUHkJWb7i}4`Kk;A)QMTEMN0h%M!ZO1Gbx+X8bXbX;u%~K5fN**RLMJv$`B%S6q@{1xv#@JuMjqV{)A!ue~6$R&m>|>"
    "QI+Earlf_;<>rfp9T-=S+VEYFmQu&(Ep#QeJQHg1Ioya+pi3^<oXFK=-x(##xC{*tI+!@Bg9@u~ydFTwdn$9K3fqi$kDKo(WVjra;k?IbHWO%`^8=Ll8OK0F"
    "$Sb*z{V7Ftw&R&f!n3lxcH0qa0?2Aw@*Y%po2wd@Yy=w$J)dHagRSycs`yqad89=UWzWv@6)@e7Qt*ZqKhJ@9LA49wSRZ%I;X;*BaGf8Ej3_>CEqUxHx&n;h"
    "2ue}iv{d-PmPE{(aIzV1R~M!F;Y@K|EapE471U!th<P-*viAO1W4&2lQ9`c<1b=nmqiMnG_2zel0ZK6pBl}*Cn|*}7PZd{|f;E~1zha>d+Y_m=#D_kVB0lo{"
    "LI`hlXM&I*753&V>PU9L^bb`sjNP+2@coDvsnk-XxeVDGDR%2P8x%H25y`<6?kl5}a4zo<@VQ7ZTNgBcs-QSV5klm|l!*7VreKx4s#+0tm*+R26v)wI*&8U0"
    "$upxZyP`-+QQJE5-J}DbU6y=41D2cO_?^9?uM1;GbxG8?=an;p;=N(aN83du8+}-0=nMSBWw`=5uKZp@5d&|fT{#ycPP+dO9U-<#i_&4OqKF2HGNg<t#UCD}"
    "$hba#$B?`m3!^&hRe3fg%$G~n7v`y#Y{=jJaW18z_vcYOZm2R-S+AjzK6O?p+oUS_XW1I;OH0LO<6q1*u5(mh&5Ees@<x4n_3QDKvOoSe$@)L}sqVSdPuNh6"
    "k*Z!w1v~2EOZ^ln)%Y6!hE>LDW2B0JALrJOjk<E-M{gL{JGVYO|7vdCdMP!d_2(c}r@wwiyZSt$e#(^JkFUDXpEFyPH`MW!I*aRGukkP9Ti1%z<GF6!{oY)v"
    "&OH3l&p*eP`hhu&>*Uz_a-XUr!<AQ5A7bmu!n*NXpUw4q!?@1))|a8`tf~*~b@|!2-a7cdVne^)2vT+A>96_fcdh#0GgM)fx=~#<97`$n1^Q|#9aSf0e;s{Q"
    "U#ZKKpPA#=S@wI(@c)mmu9{w@zAorzPyX!Zx-t7}OzPAb`MUHP)>+x>>KK04&&pkry7;O`9rc?LtUC&I_h!EurPTBsbu<5udR1ejE|1iEQay|6{-W-y>yheT"
    "Z~gJrQR1rltCgYJ9IUS{DC|-fqaS<o->-w}qwuRtQ8%}~-4j*Me&YA*k)fIhQYw}i{=ggR82V?u>b#+@C#00BtZ}`#`t@G2F0Rv8Q_Cndxcs?xt7F3Y*IPe7"
    "|Gb;5s|Qxk&vn^M{lKxm-*2d^f<GhHu-@*g{v8nY%ltL|#ooC-z4iAh_2qtjEK1esXI(XwP8H2{<$is06*j5kE8TiK<oftoou}*eq`JCbSkGRvE=E$|O8q&5"
    "zMB3@m7R@$v3E9BgDXmHms=Odw%XZMNB*)p-h%Pi5Lv2W+_n^dZ`U-uRO`iKpwVa?QzZ^99o9Fbv?e65wD(x1)L?-Pc_yaT0dz7x!YIpmzaj?t4e7;<|7Q(s"
    "oqiWMd$mAoT35;NSboSou(afW1b>!ZFedYSz%=@5lbwv_cwb~u?h8IkZZTc@J%V^_)wr&pTl^$xo4h%+snZrF>P|9H)+K*62u)=YttnL5QiGXM>VWV)Ci@tj"
    "=H676cRwE-3|-A2&uw&vo!7|xgnjXX&C&~tfz>Gov}gBjX5VpB^rvBeSzvcD84v8Z8m`zhn2BB5hs=BV!b8ws+TkYnIP*S}VKf&mNvni?ePv|qW&;U4);*57"
    "8|6+Pu-yW34oqf#w6}v<1t^#YC9C6|m_Mg}1jC;?p-EZZL|*XrzhN2#;A~|)bGA!tu<|^-KKbW0dP`vYYX&Gb@-AKFazwJY;Wa>8`-4__4zgME%~7*!Mk;#c"
    "w$E%!fw6sjg|V6=o@lviHXXLNr)>6<*I@XQJz&B1eBys>55BG&wGV_XYKdm8a6+PZ6Tt^peV@x@OILx9hb)+NO=z??<|}xYoIu8nntX!cVcLS8V{e_AFU$W1"
    "-~3K6WfpG<28^cv1=bAu2A(yZORqba14W6ARpN{B=iA60U2S9z5@y!`iYk?2tc*CB4xeYVXXbv&1vSU6!sC1OQK3(FM!wGC_DvY<tC;7r!Q8C_3HBPFdk5YB"
    "Dxh(kjjsO*tt>6223KXW>xXN=!HA<W`8ucDY-8N@Es@*?{noPJ2~BmSjc?ealV`VpKTdunzVWEhLWzskfoaTeX!uY^Sm&4?Zp_7u5`gW@8(s))uO%~5$6Fvr"
    "r-GUL+!ZyLl_@hHYmGLK+zt{l+d=uf)I(3f-c>bBfKx15(xjN&KXq>=T~^rz6{oLd9NK9jZ1bsME$L$I_29}xir9#4lgro@I~M(YsWZV*<+X2;q_`l|Svo$b"
    "X4WXM?D83qc|RZC89xWCTNx(UJH9%QNp0!C^m`sp<XtS^Nn&6>=>_l^*n)X_as}8kZLcJKvK^{9FcdC|Y(>U*&O8qMe0`<ZwnL*O#0KoUeQi$ANo6}=ucT}+"
    "F1ZleZSzAqH<Rh0qgu>5(;Tv{%=Kbs@W6C>xr08_FRC%o`_bwI!2Ulz%7wZ2q*US~oePc?{0nVTFM^S|J3#G;1q3tLk63TPwwBD~kxuB7hKCTVC4~z?M%Zq+"
    "!^xDaulm+L*w1f2-EH!F0aru2nE~73GUnA-Uu2US4a(YUp`0pDgyrJ#`5moLzt`r{*5{>Y=UX>${jLYOzoVdl=*7>4n4g5>Lfp__Sr%Zw@qI9-*d3KE98K2t"
    "?oA=HV@4sIx^g~npVCW+??B51L=HtIk!$j+(ZQG>1KUfH*-HnsX?z(tS{(*HjtocNCYi%Nw(dY4+o*@r7@SMmX%e#5+JL^~x+Qch$P_h4v!6$TbFGXdmQRX6"
    "e8E$2eD{fB<vhB5@C9@A-yi_OdZ3e6hti4d4VWY75zZ%K%WF8IxM9CAr0-(O+-$1}mGu%Fepo{MXS}g5!a4YO?||946)n-4j+Q{rPKUney8?XvVvW|!{zxn9"
    "#W*}vYlqq_@<Sgcw4yt+`TFR*G4Xr*x1&LyRv%#13nS_E0Z-{w&wC5LdeO5Nv!lS3S@LcaS*QKB*<jTsU1rp#0MsYVgD%+`O71r+E{D%Ov%ufuPe6Gt^e!0!"
    "mfShROb!1AZ$-R=ryhv_&dJY!hBzl1zbOaU?_CXT(6Qhibj+u@Kt3187k}2%*F;XeZ4ehPyEeU_euNQwwnFdz6!YQBH@d@<U10gWdGvLcTr&4!S(%VejOaY<"
    "<z<H^XGPQPv^FuH{?J9OmYaa==3$cVJ1mIIvv+kt$%6v$WB%40=!LM)(hEEg5~b2}J{Ta~_YE1({L3)aRYdEAm`LNxmw^SnH<K7C^DC*nL;UH9d%Z|48-6{Q"
    "=o)nD3@o_vP~zE77s)#H2G>u1mf@VoV^hwJ062e-4r+rI9&Ex)*UX27E{06>X^z7uC+&pJ**7GZ!*cIk1=DM<LX3CUzZ(eL^ZuPVvHx&&G`aU+rU-ewx<NNT"
    "{t1rzbc1moV1j~QYJncp3Ze3PaqYwYKCQii9ufW++DvXwIM@KTM4BeWBu76jvqHniM}Ug)G{l%Cv8m?bwI6CDY>Q3aFmUCv38LE+F(<X}GT%085jzS(Q(=?#"
    "59x0wG?5CP*;s7TKMHg9bdn725Q7eO@*>Zd%sU94IL-kT*)Nz$ZU?~Gn`i0gCt9i4tTDYm;XK=G8cf#xmMH&NHN;pe8{>o?`R@gT$G)R0HlK%`2WWtHMz#W;"
    "_c;K<69i93s$k=Odl{1+o+Ov>y_CuSL1({}kfLP3-p+x(Xa!X2;Nj7?8Ju&KjYdjvzYtHircbUhK!X<8A)C{$!IqKh=zGf!fuPg>!T&NM$Xr}2vi@^MwDke{"
    ";W9(AMz@1K0n1}RJ0glav&|F%(_1Dm`XK<i(S>kHMky%RwoOHMYlm=Dwr3AGV0BJ*esgc>ne6p&pk)K5z$J{xoOR)<Z2pxBdULjyz{57v9ngyt*-YsNS0Zbd"
    "^Jj9++tmaWc8^APO7dh!7VKc$U?$v9VFFr&-xvJ+ZeugT57^I@3qO+kJ5$Zku%SbxZ|xwh88QfNFQ{gkOr0m|VClzXm?z1$URlQAyh$*uAbQptyQ8U7GKJhI"
    "FCGG%KkI>+CQZ?D2UF>KGbw8Db|#(l^(?&PF@QX`$S#xA&Bb3n)7VEbeOi+BL{0yL@Z^Dh--#_xbv%(3(x)G6<;JnCIF4*PEyWo8d`p7fgg8q&)cB!M8Vvx}"
    "H}v#FxZu`qdJeK@7Nl%~-TRIN^4`knrHHG$eXR*k5SdT4i2u3-h!B?RxbiK%qC8zP<#vK>z`%9F+`H}^pX7`W6xNzNsj@g_ffmTF38Bxt0tl~VW!@P{*uh9N"
    "WouWVreOcJ`O=m#b;^T-T38eRVx2gLaxy;y+W=iSQQVatx>^s3vcw><y&0*$m^<5CpoLgZTDlo_=`n-wesQ<~%O}=MPViTVeF7)9l{M&+0bIT%7Rxa??pXj?"
    "<0ISCLVncx+mrc|r|*HYq!d_hV<U@*=mj=`8Q}hZ!=SRwgtttzQTQKb#ActV3E=Fvd2rawgJ9URwQz8_CBmFtwtFG%c5ku3v1`f}6CG>At;jxs%^T*>uHo2D"
    "=DhD7_~z;f(tp{`aE70|jRTIk<q%vFOJiy)nTo0p#MUXhBSH7{zrcl!y%6qU-dD$h*-tY8mNoW^sRVki2M$hw=p!Que)Vz}Q0~{U4gXBkqrFo$0C_L|=H&(2"
    "wOJ;NHY|qXFK>cBEcFJXmvj4<_;^Qw-%ZnJfh7H{TwlHM6xkExp_Sm^$uBaG5t9LZu^DV-8iDRxeU{+<1CL7{a6I@&W;$7S**Ji(-YsTaza$Ol3)~)Ql64*X"
    ")(>QfIex~xjIUqkwI;rvZES>mzO<qjxg3+N^bTg%`jEM{Cj#Ld{4*j21Wh*uCC7t>SdM$wM8HPXi!`S4W^d%b!yCjdGeG^>zAE7hBI~FgJqq^jxtT6(=qc<q"
    "8m51v*<1z-Q_P7Bwyz<5e9LwQAaOf{amzT~8jv=S9=Iu6_R8~~p!ccR1}XDa^PBBaienLdu#XACeWkHhLlo(FjNniPOXvfSZE<dpwI<En2yyO>d=-xF6)1S@"
    "%w=s9stt($p8e5;-HXOE2Dy9Sxas~Xb@z1A2*&+MFskej3D&H5D8aE_n>rQj&x|3@6%Kw^JR)fXNDA~qd*kvXTd$Z%ah>Us8wYT$#`E!W)3)D-E58)MZ^lzt"
    "PU$c075j+P+ipXS!RTBaxNvU?EzcwSI~8Q@Lp~Qmy-q`kU!J@^O75jijYbcLb^#c>U2?w2-gz&fpJp#4yn*}AU3MlM#@4I@IF6o$&5`w>a2jJ8<5{|IKg52&"
    "xp6hv+n^KtU~LNIF>3zVmdx$+@)mT{lF-xURWlB)WMn^u?}rXGMa^b-F-Irdg6AX^aJHYO;Hws&oDkm6lkcp*FWk5Zab24c-j@zKZHzD%Q*MFire!2OCf}R("
    "yqiIKwW|TnWL>z{j`#8=GCGfOW9xu{)U{a-#CsdpWj>^40NYjI`5*Hot*H(`xwne?s7cT7rj24!6G+{~y}%YX&R_PUwaJ>y=bnZhW){q)R-O=J7xQ_t562<F"
    "Y0t>BN7lP@eU3&8R31~pn8a*mmU#4_wTl>NZPpeYd1(veHAUL}FH-kEXP$<)Hx)qq{986Z$6j<IvL?E10I#fXfanQLQIhyH{WWF<!6#l9=Hgp}<B0v?9kS^e"
    "LwuR>T83!g+}-3%1f6Pxg0(Hsch6qIpUj4XZ8x+9+@|kwA)n8;X-=*;JD3xFc_k491IIQD0+0IHGg;+^$X@m#I5)u+;P_$gxZ3$Tc{Z}^K3Kcahe=({)hE$w"
    "TUn900b^!%jiGkQBsFI3z`cYNkl2^wkitZf^oZ78;`8t^UBSqz;h?b9A53QM0LFOR1$bI&igL`%i7z*Kbq6tzrIOA?>&aYFH$RGro^J8}WX-!1s^ON;S77nH"
    "sRZ)|%U(mR)h)^A?8;$aM_d(@*TKGTs)(GDaaIVQ@q~xXBlnw&gMm>_1U<-kGBYM6jrMOf2)=PJWbz#Q!j(1=+&*kX50!pLw6Q7CF+KkQn6$Mq%(yWGVGPE*"
    "x})cT_hdZ|=>Uw~*^^um?uT%!?K(T7cWXVE@g6xKR@Yy;+`%69xVIf-ww}*uMA?Ajz25~VCz~@_lWbtz;cT$ee>IKsPVP6%D?2isK&VXtJYLxh+|0WQalEV7"
    "?}4H-{)}(-UC?w}II)ZEJ*6Xe9w6(jop%y)dlZVu%1XBeOyzuV^p-dAW!s$|Xcn8JcW$>3up#d`L(5;$oyR$nTKV_arc&tVPI`^Jk<Q5DK}&kbjz(z6N;_EK"
    "oB^=S%V(|-Z0^*SJ0FUF21xzGX90#D@u1MW9h~#zI1K5X4+e@CfXb0WRcbfZWp-*e^K}0Mh--J&EM5FRiAit2*Z><JUJO>hTnDDlNQFu1S-{$Np@hT3B<bei"
    "0mOct3N8n?w|NNheT_>mNG~|6+YWO7*~zo?;jW8h->W{*^4i<-!yI8x>T*bf4qbN_=8E3IdsW<d-GTw-%!o`)=HSOuFltmD^u3fs?#Je6N*luS65P9j>D>^D"
    "F(x*2za*x+#hXhV-UUmmw-$ovv9-*t1M9)9ngn!vQ3j23Tx)e##)Fy%<@KfP?I?-Q8xO);JNHIIyw|$cw}#mKaAzv`?0k=I`qhH;CAc1pTRV}){p%A4Q=-!)"
    "B^qFS#rnjM{a}gLWmuZnOLpS8mh}0I<zV1FM|93?Gr)V(PnGY<diO8lYQ@B({|f8>$LSH-W0hYyOzU43q2e7rDD@)8Z+IWqf3+=o^|F<;c8)Fz*>{n7oG}G#"
    "U-~E0sMAR>u+*HyW79elWIU)3XtDe#xPIt8JT<YKG|Rb~*75a2?V|J$#y`P0iwVqQ8LbZ#$GNR%N)u+o$LYor80Q3L?J;4j8_y###QTj2<?o3vYF>?H26h`D"
    "!5G~>avsFIu)0u$s@^XQ-qbgP^x<9p0ibEPsetEs4Y*o{>j=hzR@Zn?1&+eAN4C(p0WKupu)Mpi5+%vks)6ZhFBWrc$hp<jycAM@Ph}ioFlUsNoq&@ju3&IY"
    ")5+Q@`LZ?vxZD^EQ~n(b+OL@jc4cfOcH+62OQopDd?9nZ=XzM)%!m0p?=Um^;$!gnK@zN;;tvv{S4t-OX49)#-)K2#q1{<;iC&C}tCbT-eaB~_*awAI4nq68"
    "j_B~b$ujJ}6&Fsyxw2}B&FKNs-D?Yh{l#Sv#}@nZVp&H9?^We>lzBLl*p&LMHQ3f^2|ZFb6AsN82BsWrTU?V84^I!fCB*;18zaJ5Bj;KngM={Y_S&~X?{y)d"
    "0W>v@W%BN928$Ce!GA~R79YP~LH~Gmjq64SCyLb2&Q*|LB2jt<HeMbEp51y4Pu#Tu=?B`Oa~g+f<$ZTV?@N-W`;!62@A_Ll$U5UB?doYpV)x39JMW)6cp*5^"
    "{9k%PZx?cgf&ClW#DV0{u%Qvmm^3T2-z9=xI_r=GbLP&OZJCZ*e@U8O+D~_VTL|O6+y{GB3=Sd~XY+7=dNU&5Vu~|-%lE~EL%XMdR@K3%UFBxFp+#G=#;+#r"
    "&{AJLavnm?MP>US#<g?gV(4O~LFA0OdRc<k&-St8nGKJvkR_7@Vke9TPv5>0deK2AtjO~VhS-rSY^#L=HP!^n_fP*gAA?K!CQEK_7{kC_hk)c<M`8ocg=Mce"
    "JpXBOhAwhB!$du-1!cz_i*Q~_drji@PHQxf#-RK3#8cY9C-j?e?il{vg~S*0EWY=tw?5jCrGfsL6b8QgRtL*2Nw_|9-Fb<@t|`I!c~1cDMe#l-eqTe<FV6gU"
    "NmvIy>x{Y*ilQSrfCneIUSjkFLzLV3#^G-o8UXVgjxF{zKCc^DY=9b=4`7@vp3BPTxzYE7G*HPD9~tI&e1^39#bD@N))BmZlt^^ob920R!m&M@+#Ni#@xZuZ"
    "4mXPvY>1fh7@DT70__KWD_)azxG3p~4#07-U1)~zIRt(N^J(`<CnVB?Ca5rZ4(SUT_n*K7EE1zFVcs$<(<^-q$c{e(alOTP*x4%x+?2g$t|v_ZxK^jl$tJ&7"
    "+<&yam_CpRqOx|$T3Z>>*q0fX{suP|SID?Jwie(%2j?F?zrGsxmryVKLLb7$_N!&l*5kmlkbhwKG(&JKKSE+L{j6}lanjWceZBTCIaAA<F@PD>klSxe4wwP9"
    "{~1d1O0U@r=C!OR>|dP^{*B;jUeeU=H1^eq7v2chT+DS?=b@7~A<nDJe=gItxoaT)&E#@wk?j2RSD>cp1~PZ*ln<cCVMl~}TJsxC!3W)2%sQ*7#O_Wri{aM("
    "bBghq7M5w-C{!Yzmj-ik@&U#Y*>A+#bN#WM7AoHAExqpDh<snPE1Jj{CB6*fMSUdrH@&cR#o$&bms9TxClZ@CF9_lGbFAGxBSmOWw^D%fdfg}=rpjUtoC~Ia"
    "byp8bmW$SaK5LIdT#G8QM>Eo!S4a=~`iUcvw|7A~ROX@#JuzyxeHuOfjT3tP$Px4lijc{B<_Y(GiB8Nn_<F@vA6Y$%N3#ZVb+Pv79k%|gWVZZu9<FoSMGw(!"
    "LbxpAZ6b*??p@7q%tf(%waEOTr#{gAGXfFj?Njs3kxs}m<{K=B54~@IxQ?4>+~*QJrgQ|4#0QBioZoo;UEdsmI6qSc^&{s}<yTgNHWmA1+U3dcb;JWw7ce$n"
    "z1+oYe0!GYdzH2Zn7I879gi)Oy}B`)7Cnw6>(TTYL+id@!bDbdLk5AT$y|*0_*pR|7S=aQNN)wJ^|<rv{VQO}Y+V}vMu5NjUSo44!UII#t`&Sad8IWucmA^Q"
    "JCyrx;d(FWRomI%{J*vc>kCMCl2o1#L~rvR!>xCFDt-gZ=kSYby!_r;&q!o*+#GBwEs<EBEP_odJrTxq>oK`7xvGHl6xbi3HrE(@cD2yff|;M22Ev|I!u1nk"
    "i2wI({t7V{56MrV-`!z*sU8Qxh@}S!Cog;X9sXFCW?3iF7ri?ZTO7U9B)A{g;hPEm3b+sR9|xm9TW3q;{VVRX{DKD1THUz)$NXahX}s^)UeI0|n%fF#4BssK"
    "II|z~<f{%UC~65b%C<n93pjt=jr7P_Gv4>%y|m-C6Y%t>fiPtvcRmxam&=Lr=*MuEw7(>_%_(7jgs;O5cLisBm4Mbez7kt5-)(|053TCRoq<-jm<;-lz6fJ="
    "mVm_@p9jn9GwvgBJscUb4LZa$WnPK{=s!zDMc8*;dd8xP)N^!Xtr?1mwPnu28qm;eH^Di!JLhl%a$b{Z^`GFkbAR-cv^TO5;wb)<1B<c;(FT8CqFw%JMb2RH"
    "eb;{$l6`fpbtm$@XNMHBM?H=<(s)0(BS{AhPZ@!Bg=f)o4;=#Q^PUmxV;s%+q)Gb0{`W2Uz1>Q(r(K-!9h#qBO!n_dB5lb$!?|E)FLSu8b2*U5sL#aa#9t1}"
    "9nmq%p72H01B_uZHnw|DnZA28xLL;S5v-3zq8Xh{X?aiNe)k~6@w5s(4O#w{TJ#&w6g?=CIEEjB_^dc_>;k+;1lJ!WfXy!X^l*)5aAk)gZf`Sm09ogtqz6!L"
    "^GAJA5Z*(kwYn+8eIm5;L&?LA&{3TRfbqK=g?)YLV(u)<eN7DMBXZV=&;`9j`pknb;J_3+gzG!rH;nD;4}82o$pUK=1^@r&=MLp-$Gwf^zDS7iIClO=nD}TB"
    ")OH)lbUkDU%scLYGrzR}zNP;K$$!TgV3^G;2$~;^WhX2f3^4X_9VvRZfXMGv{Ft7!(*?z58A?Je6VRpQ>BLvqN3j=6iI4DeMWbp6-Y{pKYn?0Wu(&Py_;?M$"
    "k!%7D3e3L3d3qaFej`}>J&ojRNZ<zHH^-S@ozUFU_RJe?GdOUJ6-cdG50kd606Q0Vl;LwP{LH;73A6s*W>O#eX858-;uW&Ou!ac#-aFT$oa`SujgA5Xr`>^b"
    "b5kLxo=eMpGjhfoC_f9vH3zSE*3*_Ghb8}cp+t>S5_<V6(C<zfj2gcgF328BEA4+7%#WlW-jc-_x-TKJY{Dwwg$ZHk^4Tcb#3xEpVF1AVcTI}))>@La-VSsJ"
    "Ue8;g85RSJF^2qtQpmqm!L@hZ$A;2?m_-owPNWNVtz*VDISs!Q)E2L5d;(xxVP9YQG?eUz&dtvka&SkdwBW_XWn_=C{%H?*rOyO#YT^xMenBz)@zf#0Irw+-"
    "$;n*)XqVk0=V7)vx%7fIg8}YCQ)>IbmBUX4;Xb9PiHweT(FVOs-9cm9&Wvv=aB{-FJo@9~IjHyNIdt#g`-6mkW3i2*R~NVv`F1ZFp}h}U3g>3HJ|Eb=UNWua"
    "5s2#tt~G@7{VK@0xy6U!AiY=zO^WFbX2GT?`nm;)8^(wH?7AXE1U`+lC7;co2f$FNnE12(fCbS0sR1-88BBki6awzfDuB4h#kw(PoN4P%ayu1;f_?K}5U!Bh"
    "+(cJ`lD_4`#J(%RH0{r@m-RY=XFOlt`#<(|0V{95fKzIQu|Dm_EZrXptKFR#jFG{IuSxo@)<a=O9!T0}^#$^O`!UOi<Huy3*F-mz$(T>Y>G0%;ixT;7<qsz>"
    "0zDs$fu>iRg5>-VD9@u+<>$#<+!McUC!uk#(<|2oo<IgteAcjZc)lbnq#f9J`WhTta)oYg`!D=IyBrX?"
)
