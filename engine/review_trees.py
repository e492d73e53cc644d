"""Which trees weigh the evidence on two clauses, and which columns do they read? Made by benchmarks/replies_fit.py."""

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
    "c-ov?1zZ)`_a8tp5Q7j9K~z)_6=`{M?>tbzE>PEwwQG&FyIbs5M8)nF=BTXQ-JR>&y^FE(pK~Xe7vTQ>&(CAx&CI>`+;hI?d(OGz36A4RNZ(vs2v?bl<`SfT"
    "AzY-ipP5-i`bJCN%uHua{>n$0nQ_Wi{p97MxFC+_!li$inSRnYLb<{yZG)t*9s318^0ox~>&^Zqa75}sfV3YY{dJPIE}W}$F6;St&RaPaSYJ3UtL<n`;0#ia"
    "vCl>>MjDGj`Lzh!dPsjuE9V5Wp2u^6(s&KhH!~CWj8Z>quxqgWYMi{qkJ_RWryq9+S6%99B!^=x!>J?A%(P{HQ4+SgV_v#iKCAZJNxE0QFP3v*ql(emabmyV"
    "lc{npTGw`z)OMis&%pUft=n<<n=kv_p8dt~^3vB!yT@qK^D@%&dFgJHdjYNvC*Ohnpj?*RW7)p`jC^+>hre-Ld3Ilz^sh2!DkTG_N{X7vJeteT#Y>Wom)Z`H"
    "#_z0YgtN)K$)D1k+;eA52B@R4(ma=DIu*|P=+8CK?#VCxu4<dRS=+g|s!~sRCfDlHD6)PrN>VJ%$ubJ!)HCX@MLAhpoFz>+O5eO(gf_R%lD488;<PjRkE^DQ"
    "IBvPOrP+AGIsB^HV5i%9=yb+TyE{Z0qchW0Tdsi8va|AZJI=giTg`G+8w+GJV#DD-oby=aH(A5OmA|MjVLH8++vcUVQ8Oz`ExK@_OoI3c<{EPD+Uz)M_vqyw"
    "!r4o`be41^m-Nlg>3<DjPtt2hnAy{EN$r-G?w7|?n)O{CT?`w0*0^oik-u_Wl9PLGkTkuFBrmk<svK%ZG#8=6qEKZY?+Y-KVU%*W4W}ZYs#p3}!<1fxYcs3b"
    "n7yQHMVMt&SNbYzsV|3?Dq~R|&2Bi(6q#%!ON^CTcjoLBdBiG~9l<$qP9|5Y6136HcL1mM#))A!k@T5pxEigS{b0`7<Y|a33DUVT42#PsPYIOHlu%FwKd31Q"
    "CilfD=s=_%+Gx*|dm1L4b(iiZ(s>oj!<4NvXNnGJC9VvaY@~fb*=A-&a%#`bwO!E0T}DEsaE8WtnXce|0|kxM*{h=Xop2o*<EN^0cZ4Es*+Pw+Y=L%622O0x"
    "PUqibR9D;PrM9D)%p#ap`%1GOt-~$VvgI*QGnv~kWOHZtS5s!Knt~6Nbk`Q(e7FQNZxkrWHG#{`;k-LZdY+{n;R=2lm1kS(4C)$@`WYZyfjw8Rs;SeEXod*E"
    "oQlZNCiZQ|`s2)@UPp0qAMGS$&+3J<ayILzJg43rFG-28QTu9$jDF3X*}SZ;E++V5tLu5Fq$$`=U4{rnr2bdqRR7__$==YQ;}7<_o|lnET~+F-je`4CIn|oO"
    "bS(vNroL14Pa#sTYcOr#+4W_(7{z;paalgB2AAbQcrHulLnK{8-xn?Ey0a$p8YY;Gy>{km>zI$A$tRZ0vr$1NXXVLZie@;QA*y^v-?lI7WdjXaZKdaVDOx9="
    "K?L<t?l9<{XCqmt9~&$32cvXfm?XglTsg_&jAl4w`ALxOjAs8_7&6K_62tt0AJZ^_%VL=3e60*aCU@qUkwM5FLbe214~!<fF^DU!J4Q@Y$7^76!{?OKaRpn("
    "405r*ww!(@P}f2vITJ~8GFNq$MjOD`qP|UMllEk3%YVbAp4%v+MHy6M5{zaj6sz+sdQ1({d<k+#C#h!wLyoNZP;IK5!u3=wiR2==tQo7yv<)TV%kVsoNm{<5"
    "ptSF#*sUqgQ?(^rx(j6;FO8t8!VgR6xJ%aD3Y_^U&`OY_qNW(7@vHLmQ}(<yoiUiSsp6zBW97VL*Yy}nx7B%A8I=<(n2*Yt;-#@tNjqbudGa;!n3O#UpOs5F"
    "8>)DzFwRt4+!bvJH{ogM33-NGUb?5o=xi)OYLBupx=QV+OdfGoMXxekmWA4yF>Gh)*<q3=qKYn-myT3j$jzDR29<s>^(BNu?F^LcE0Fn4*+Z4nA%mUtya-9I"
    "c2?{(Kx(^yG|$00%(mk~wDH$utSOYS?qCy+D*KxNCfh)5o&q^rZG5(j^_JvRA0BNH8x)axCa}>~=R!4}AZur&V)0oKWSEI80+=pDGfhK;DagffvhORd>9;<1"
    "EobI|!=?Gee%FxpvTUrRG|F%-l9b2j$C*bqL~03Rp6blsl-Fqja)B!BtS@_Jn2tYX;Tn2Rcg6w(wApml`K=P{P9N>JAl;LYSvfOA4pgut%S(o_5uryTT-G_g"
    "uc<0oWj;yfF`R0*2@GXoSY$27FfyhDanTm~;wL@1G>bp0Y3wLVBha4g%owMU%Q~`=dgrI~Pta^Kj7bsOtfA>$I44-Njrj&UNmFq=4W+%xTHDcP{5Vv}7=$T$"
    "B+J}M(zY1M57kq6f)kT2W&FX<jG<Ap8ONUcvWNon2eGWzE{xfR=-7=MBW2lYZOuQ%u;@?5jBt%fC$KCE#!BHjk6`Xs0;Ks4RB#Xdwk@ZkPYkEVLGo|;P2xh1"
    "Q@wuzv!qyEJm8_bJ3-SRTN6egv)w?+mI62rHb+IdthtV2T4HB1Pj)(;klPj*nsX9Y2x3+eBt>jQ7ipW?x9UYhl=wSL8hNaO8}5o$`Y60QT4xcZH5?Dq&Jw2K"
    "u@Yj3D5JL1P(k(eb~>!W<AS<<KWSdjf5|fwA!)s{<`qhES#zz=T?A_u8llJ>dy`kvGn8>|lgL}vE~1M~6EtQLqa683qqku*<-(BNPm^t&vX`LwKD{3+phfB7"
    "$~H#ndx&;jLuqVbIvIv3IV*Q1ub05?j$=`7v~ssIXUa<xOyUkaM(-5O(64~Pu?=hl(aIC6ay7Ut^v}#JZi0&LlANNHm^qByfrw&Itht1)w|cglpm;8n4zK8="
    "yOQ&f`&CFMdDS`t*_GkC2wHB_T|t8~iY){v=bSV-`Eg-pv9R3pctr*!v^<`jncf8{#~f#Bp~%<-$v%oGwil*Ev4Na<)**y5&G=yd<XNmE*|{7yRpyLL--0E5"
    "%&T25OFEb{jS~W;wvqdWDprY^*jnsZwMB2vkS)6pVKH+c%Xm03-)m5`rvUrP(rsvRzd?r%F;YKm8Pk;Qun?!BSuhu)lbPPm>@_Rl*{n2>Y|WRUgstXLkmbgh"
    "pql#e<<xDsGz)61pI_>IxXzcUtjXDo^Qzo6Mw-!JN$%B{7xa;4-e2>sSyy`~JrCwo&#7WvUa7qV7JoZyxg8J1GI%p-he{(9Omt0PS^IdF0gjh&N#7>skzzHS"
    "&SE?X8Zvn??%>RPpQ`<p*m0Ks3F4e|>@i#y*UQpUQ9qLDNvt#jL7Zt$Gi&5oa~Htw^5*1tF-AHPn8x^NJg*$vtE8|28?y`<#v+1-DkYSwRM`|~dMa>P?N!#v"
    "tqhCD>?BRe&9ZTUoIcAEpyZHab@D2}=_8#GX@<kOLQG5i6sf58Zl}X=mF49($=!#s@y2t0O79ABS#<*0*0WGCn3J=Us^k#OspOd=8KML$Sw~q4!CEhaH9tU2"
    "qJtP|CabV4nQSxq`h<)?C8d59*D_^MTtgFGBhu3%m@Ne{iBq%j`LSP!S*t`rk5HDOs;3-f#XVu1YMF8dLyx7lI!#UBR327H+6z%ULsmvNtF_`9vx(=_am(>`"
    "c}1_ol#!{tw2*?E(Pp(O)i+dOm}JYc@G4%F=Cb0|EJ+%;5R?A6bI2@wnAGf;7H2V{Pz7@uYFK0XJI*&oGa<_FPKuVrbNX5V?ibc_83|^#hpa}nivnC$d@TC}"
    "qk^>dR_kLiTp1;6;KMW_%xq+ljQ#6*mXpb>^U|H=l^m6ggpF0SSt)Ju9B*X?U3AesdfzA|zh=j@Do&>@c3NB2INpQ@*eTW+rTA<+rZaNCYfCzdN3}WG7l-R4"
    "rAJL~&PU1e%4{=Q<M1+@@!(Xw!s=;|j^Srz4k9E!7%lN+9C1Dcc?@Qi6`ZR;GfZ}8Q3PSwk)Vtj(WsK9l}06Jl3QbCrtvqYXsEw5%4kJzFsiX(NM#xG+i7-O"
    "M$!eu)GXVjEMp<-b`?d#12s&bCJ|u_8>^qx>tMD=70;7k#xyVoNOcunH3wK;ir`8p`W+?3q-Y&QI5koYGKmtR6=oBpd0-W<%P?*BRmKp`ww&VKcwJ30*eu6Y"
    "nyW2gdU;7k?urMks>}3;>*_?R4wly<{20awqqQ-`O6VNIG$*%owg%(+=CN~#mZg?))Jc<is4~MSm%>Wb0k5dTS!U?sIXO2I%i+A}eU!k-S(uvAHp&c71&uQ~"
    "DUvX7u8cpZ`G(30T6ih>bJ=ryaQe38oI(U=P#9j25*?|Wj+kYk<?LEkZPuAp6oaK%;aQ)`D<~y!MRj-9(J(=ePVVeVlw3(kQ|wq=spcwV7GN5O8cpicvW*2X"
    "Y$+t+Qgw-W8I-JpZ0|g$Rvr8-?8RF_P*)DC<+h5B%b7iD#*S?{s__9^#lAzBpR?uUJRFWt#^fvy;$qfjFqf6<!J2unf*KJz9~aE5j?;9IDpt*#NUZ?lYehLH"
    "&Q-CqDCP&kbk-TBc|=#n<n>WaF{bNAvkIh<c{L|RJHiz&X5>sW7)7OV#xQFz<=}CW9C<C{FaIu>WZYzSSWOzc{0ql;kDj}5W*VZ#4Nh9FCqZi8MZ!~=*~OV)"
    "rW^&tacWk{G?vB8K@1nf1t}3x5hc^4-a&M$2K;phUqg|HjWpwwNeD9-(b6~AMB*r62Zad+o6S7t6$zJxuBeX!r$&AlJ)7r~Lv)O{h@>ZB(kupPcxI>YML8>D"
    "H1V2Y${9N@i?{HS%w-N6s`M{d*VF23zoF(|iOGC>D;A1unU^F`LyO6bx{7lk(^DS{<{|qMgY*=_FsLN^n}sY{xfNGVzgk4irzR*lj|A3M94A-F3Tp^wo@bKL"
    "NNzip#U()+h6J&;<22h2Vki~K&bpY@V%-_`aJot!Rd6yvV(n_SN3P?9TVM+^?A(&X!zGp+&02|;j(p9$ynLkgj@MbJExVR5EVGq-nypzJ9M5I>u+p3<7qMZh"
    "V`K@)SsIn|G-MLA(W3Wo4JqSvF;i&?iB;_r6l=i@ql-?{y%j|9<;?TQc%?0i$r2QwAEsqL^jRK%leH2FS{|8axs5obM`273aVB?$Fy?2gLoO!;K@5uA<P{{v"
    "8S72ZVv^iCv?^e+(k7N&T~vC8%JE8S@<mOsGpXs;R<cQUnx@7mnu!`1tkWetYo}m^e%*o{mzBGB*H)%rznrzXma#vKE1=8WhFPq~5+vJ>;R-RU7o<@bb(y$e"
    "U2IfTvIqIt%Vf0#N=>!BhKjZXNgg6d$xS<HvNEuhF9l36*GH0gj3Q&BqEoV0u~qQORzYQ7i)avIK?8>v)<ELLzB-%E&1}+Wl1a2PtE$H^9_%g6bV<gXFtV}b"
    "R1DSE{%v(x0i#xxDZ$Cv17}Y5aQ?cyYPeRpH(wp2R_24)cx<GR$}3w0POX>+Nn;7(OmqFF$F`h`ZIQ}++bI@qXHkh$Z6!fNXL;oc;nX!Bc3Op>aB>w=UHM?k"
    "*_(K$tO(ji@_tm)Qn^+VC2cvKO;Iju1%P^9&ixT4A)@32)!a?Eq+QXvihqz9F5#F_r#u+{L|oBJsHEn1{WQcXt>ioPbz*r1gxs<nYh9ni4%d8Iq!}s`MW5vy"
    "c(|lBGDp?(O9RsfFV1|nar{{pDrlTFziyp`Y{LaKzpAcRQX>mo=U}U40xPi$X@X88Y%QubSw7TGifQ6?^_OriD=!eK+c#=B8L91+QIOb)ZA-8@aaR0+v(C1>"
    "IDIu*T{jfNsyjTZ*vQ=9$t){Thv|Bt)vRn8mVYeDu+dMc!Q1MpzqY!ljG9ENDsRDg!`efLmenqyX(h+WzAQvn%`?@tAZ0e{vOZ*0@q#SYW*}naHo-L;&R?f3"
    "ayHOL;eF=b9wTWR6LdrUv|$mIt-{i9?Q{rd>Mw&iYx#4`rxw%n(wmcQLtwE{n9jb!w49wD?}8<MT~N!Y*l3Zgqtv#IZas!RXO>kj@{wjKzY@vGxlQ!(<=Ghg"
    "by13)MRrS;rK>d45zJ=uF|Ctl6+NP9mEKudm#t@9B{<Aa<61jeFUv}Mn3XZFR76`;RplA;VA%q-`lChzMrG}xL6^JnwV1&e<vw|)^qGQiWi?C!%M_bu)@m#9"
    "jVeJ`smG-i?h>cil)vIzymV4Fjay1`vd-8lIcQ`+Sgi@yd5v(*Zy8K{iIJ_Wk=G^KDq0?<TahKO=Y&|~Le;E=xAL?S(iqU9;v~jehH*2_%1R#j+4VHsvy-eQ"
    "k2Kc~l71DEya?hX$DtHB&Q1DyNMBD*{&;bwAN}2&bU!COLH=Yt$4xoo!Tx&co}=E)DXnv?eP`YCU6np?T0gw9ZCih@zW1I#={cv3+}Wf}59La0W49c)I`Sgy"
    "uc-vpUU*q)TWwvv6Yq7+QSRBzSax%kbI%Lu`s}J*<z_NlmNRB4b64G+|3zEWp6g|mHP@VO3|?06=CqNU_WEaSXX%>yk;h;;TiK1<Q8(Al7TS{a@wDhUXGPmg"
    "$8KpOmQvHVoHbMWcCFpbnaPc_&>C}jTf4iERW1E5x@M~5oKAA)^KB_})k;(=D`KKErgm<9#tNCp%+kL9H(WCxLH3%;naNx~YL9GMH`g`OyUpj@T;I)gEz3&H"
    "ZOj}`v+KF3o^uxHlHH8St?S!&`=2mXZ{Kd&w41Y@TOyk^G&a4Pv+@MB59aM#Z`;xr<*aSl%bYXOa_jhJ9aHtV>Slsxrc$?tEu0BHxSDwbOQ~@dy6S9Zo7P8f"
    "9gz!}X`4qj`toy3{jWZhv(Pr{UNk%2!kM5lmyMm}jOUygCUX|n;`I~%ZR)|eY!Jqp%nRxIZE0se^9HJ2XXkgb$2C)#{dcBm>I*E<Nwx6o?Az4NEV-&BW3<kC"
    "T&+r*%Yo%`R=kllrpf(ezO%E^>^U-L!J4vkEIVwlHs73?AN~IzlO=Qc*|_yuuD5TGpE52}8{^FI+|)|Eve6a?<*X^bxmnEj&peT{6_)GqKQL@-$l{p;chKV!"
    "XEEnqIa;Wx_vWlvs;5<L;dGeHnc-WO)PBae%-hsQk=8vzR@?bZe1Ypvv@9n*=Pcra?8j~Czs+&wzhWw<W4U_!cKfLh<*aC`b)N2(?R=XvWw&g2;?Hy~t6k0l"
    "-@L4F2Yt(y-p?yXO?5D7+Z>zRa>zUA*?kcUMsGcy$|-A+eMFNpKexmc&z~Z)sR!pQ@-`k;o{_VzIh#fC=63qCT#u`jv3unh3!2|!?ngbX_M9_m-+Iq2@8&G{"
    "9%q7$rikwOpS(Y3;YD(a{W*&`IQx8)ml>v7vlG{Bay8j=WX>!W<;=LIXSUkHS>)%k=PuScGG~!pbhA3s*?C|`i#(0ByoXl~xK_j>=aF-E?!W2Uf9bh-{BJGO"
    "<duVs6)}qovdiyT*K<qj{CRHA(FBpW9K67PMMVz_AI$wnp6Z%y-og5~EhA_*D{PDVNp_CQ5l?gC=jM@|rL}negd<yv<#LK@%=>N41AG3o=Ug`NyGOQOkh93o"
    "6|x!wTlXa@u369iyIPf3&R(#HS!V9%c<yM%waodFW$W2xW4UZK)jCHu_e7T3o^wXjoM}4$G&;yWpK8j`|C_FH*<_1yW**k!0#pB+vxWXF63s3XoW0CV^~Li)"
    "XULo_DpdbHpK2LTaX-nvXUFy|Ek!Ri&ZKqAJe8Y;hGnOz=Gekncn0pL$YdVHTH;Gi`Bd|WinEfD^|Hd5xNJP(&n%QPX`eImNI&!brYx7U5*uU}`<t>o&T7r&"
    "f76yCRxs^noQbpI33H0d%x%nC=D}LVDf>!~d7jELtLc@aFENklJbuD7e_oT!iJ$9h9_G=FM~*d%?Cv&=Mzcpn)9gEEmeI{QOJ!;$*~Np_@;#<KcgU7sn_{w8"
    "4%$-0!uxUApp&_knCqIWMJAZbA)>OZ)nt!}>fPK=Y6scnM6K5aEmvFoET_qt<$4NP_-^ZZo?X8=6Hj8TLY8y&+|*7za^Or{Hk!))PuX|Qimth3vu+@#8Z?(p"
    "-QVjcHA(AjXCFbEdqL}!YwH<NPP0%;bg)DwuN-o@jyYD(xg1xha27GNxflJpg<6k8J%7SHxE%awPEn1uIMnSw<(W8(8n*eoyISR$mQ`fVERxo97O($MAG20v"
    "%8t3{y@549VxFz>%0bs0tmKe$dO~*VnJnYTpJ)Ef{ZDrJ)SUB7oYi$?9y#1?EjyQePB5n!*fNTC%drk@S!F6@ksI~+PnkjMIscz!1|7_*isq|=Jaf!KTdp(7"
    "*^}g)A<KRpR(5!9zTUyj!m|H6Z^^Fq|MQyUe_tKLS>?#q7`nL!=5k#B=4K^}uE#YlTMOsR@_e5E6Hm2n<2f@f)5^WuPrZR<rH3<%E?l$C<#HBM=dAd#oT7Km"
    "%udXa#VrSZZp}h1>(Dvp9XKoY#r<T>g!O37I_L7phG}wESkr%9Bg$pN*sNLUf6uRR7B>2`wmFLxvTpxrZEVg}MYkL>WY)CBdX+1uac8&AAiK)o&k@-gbMng8"
    "`*Yc>V&k%@u4Na!=d_y2>nE9i*Z;tKtgqv;cCY78*A#IUc}2Hu*Jx&^Yu4g#>(Re8ROBqYQFb|S>undxb_JSew&-A<RpfrUqAU9d+BKW?Q2N#@ZEloX{Tk0Y"
    "3LKYi)Sts|?$6QbojP?AZp9hX|D9c3=yo?UJt@PO?tNvn&}RTmAL_MUNUA2J_uSK1$mklGzOkJ#{g>d1>G$3LAPs6pr<0oD=^Iwj^l!7G(vux%`l8}d>5tpd"
    "bbR(Hm(_IRhWxC}2OlaLUmx){wqLrG;_=cmX8^ZT78ekYT$&=R`cjJ=oKQh{F=!$*Y24rF>fM&?a=cH6jC&z;d>$%Hz4)2rv6%oF!|w}2nk=SYxAbE7=W7ix"
    ">Dgd{`~3z@p$(=_Vdwi6&tsh9n@_;~fl04{c<yG`)Oh%nuKe@{wDCt5HX1Ld8hSO^$1k`s2Wou2CDyrnoc!u;FZ}DePsD4cyA2@6`+cWx3r;2Z^5!)<*bw-}"
    "-xP2>#aD(4gNODc|N0&w&WYctD(eyVBTQtyV)11%aLPaQpYK0dKSD!7j4>Nq2^-qYr>UPdvi@vydBESEJC!}-w5==ad*@D_j1E&Cif-49^vM4F#=|2M;auUJ"
    "B$3|^Q(7LS9rsP*e;YfI#)P{P^SQ;Z$8$G9-QTd@UqJcc{-AM*h7;i;EnTXV@#TtRQ1MGF{VjM5JC0v-TI_cr9*RxtL<hFrLWg?afx=bhMNW8-NE7dz5Z=X9"
    "B_nFy5tBoLX!RQ(=%7Uopl=hOf!mE6UI>%lR%h+CST+)>#2$e9Usll~^)J!OqaH<a%NNr*wMRhNk_CCZ#(h;o@H+lb=&|7_UF$SKjQU<pc<LQNqH|qjWBYS^"
    "yOEpAZejcG!viSYn@ec2zKtex?3>z$yUw<PcVZRztyus&modDJ&?zDidbf5Isz)`VcJ@;ZJ4*)BO&c}{V|;3`{<b*YoJuw#tQfu+^88&;sMxv?&=sv=!oa^E"
    "s`xhH>&C+*Ja&Mg{?|;}ZQVv1`Sq+gro<#_P3|1m)_BlvI~_H%Bt7X5Og`^27Sqd1_Oh`~3G(OXp54OEFT8CdkLj%+JAU72C%LrQO$g20YFN?q0%`STws2}z"
    "2mWQ5C3MDLJ)r)CGxSVZZ(eO{Lc1G+s#CbVIKG}XA4%`e0qRi8{F$_2#kHj8o~ty~b&7Dmdm2n=c!jUEe+s?xXuas&MHD)Bnji!%u%q?|&ruwI{qjk$$oT>-"
    "`7V)Pyz7GjZDQ)^>a?(-v8HP%b4iAD<eSc{59EU@sC`<n%$c2gcIh>J(Q~MX_V~xBKlss4=FoXlwu_%X?!^Bxz_@8cd11uDbTNLy8fe@iRP;LDPH>wr2ev;g"
    "1T{Q{(ruYPXvtMiNSDF(wDsv*bW!87+B~C8najTI`+36pM}Ld|6xzXlJC}DpJRg5Ru=}(<^}zCE*#9Gu|94y!W9*AE5MHn-x%jC&<zL*VlPbMt<GSa5m~QA2"
    "DU7<D0Bzs93Ptbv5vLuyX}8T)plF*uf;_+J#-eS4goWi^uzL`v9QtjAk*}%?>x=BC<!ATM`n9V49$L0b88PtOdRi`J5~%mL?{SyTS-+fav6~B1&Qf-L`$5I%"
    "KIaAEt1D-y=bJusQG?u2w$kx5d;S=hk5dfoLQ&7u;|lde`0RFyy1I22AG|zffIhqF6Mq{4?GS%YZ`xOA)yj*8Em$Jrxtj-PL9bXJI?wBv(4=u=q0`iQ@G`d}"
    "6uVb|&b`C4_LdEuPHa1EX8UQgmI!a(RH9S%6cc*4p015={MzC$WzS+^TE1g2lTMPbbAmQMZ>sl$Dpfs%d%v6%jghaZ<EW$Jp65xlQ}Y(kvh!g&-0cZ}s^NU<"
    "HO(JvG9HSm9=mq$1n$RPk@aaawfSC=`<Ad^RXd@|!BE!rlU)M<?H4f(@%VZdxlbz{(x6SbBQ)QB104FaRtOH6MCwI76N6U8(!6y$QL)@aHlEw9H&EvS0I!cE"
    "32?q8ZBptt5%HpzeE<l3W~Y{nDrll>lKyM59+y#&?H}2227(h00Q$>q8MWBCjM*D#y%{ffw11nSZRzCl2T7;R!yvMME!wL^BJ|m@2~I5qGHO?IXxJcGD1D?J"
    "{JZcF#b<PI94EegT9KCeYXz_RG1YG^>HY$i_Siu^4wn+D%(_cU25)EM_;NijE$=^%_|%_G3mob!Vd#4yf0x=2{3SO<+02@eNSlwC1M^qrVPjbn+7Hk^R~B!d"
    "y0<59+}*xB9J@c3o_;$S2F%GtSCt6@yVrke^NYUI`Iob-t#fD22zniyu<NL}<;^(y=0a(r>KT3`>)#jA=KRKnL8WWcAz@z<opA6Rf8nb?-5tK3{*~m*p68!*"
    "ldpKih31)gQM}%N0<E-ls)?SX%<Y5ynG9lM#>sk+v5j5RYf`GX*n2x<ZtX_?4z?2!yYalu$=0+;k%j_S`>i-D_dNP%;UnT{Qkk@^+!@eL&-g5$PDN%>V=r%r"
    "Zc~>a$9d5*nLa5uli4!*2(^9m_k8_$TEAv~)+Wl|>EtT<{n<A|bjx-0?ytw7!>_Xl^V8=<IM(l)Frh%I_~x%%^sl9of9&7ZP`p58VSf5xXm)QSlWElhkH|>7"
    "MzCn;HUl0zU$&!flc#`Q*EHTB={#;*9_UD~hRPUFd)X28oIQ(c!PC(@!6#@Z*|v47K>qrbo&P7zldhPwmA)y}mR;XM@~h0Qiii+$#g{ba;-J^%LUhKX5%gBo"
    "TH?ZCR{^=2zFi#WZ?^{+R}6f^qh1#OdJ!b~(<^8FY2W<A=$QgTz-w|n`gUXwsNS<Tq)b~#dd*n|HyRuew$Fbj6iRC?zKJg(EcNUS4O`m@aq|TBe3yuQFx1Om"
    "Xzn~4A_C^orlr4%*8FGpZv(ad*tPXzcEofs?+x+IxTe}~J2T^%{oeJpg%5F?*!&&2ks|&U?=7}jc7Pr{8B1*n^%fqy-vGXE#*w&ZEl88H<LUl$9r=m}g4uJ>"
    "p0;fb6vXp9lQoVPx4U{Qg?|QAWOj)@ZkJ&Z>CL-o`uW!L8nxT*Pd)$K1Gy@D(5HLn8ftY3pgl(Rphq86gTaFa30)We;D=wTOy(V*3Qi}&gt>Lr8>W7YgTYt!"
    "P`!QQ_j&lAfEatFVKSh-A8D}?N>`XDAV=jmA9fwuc9&Z<=-tsf`I41)LGYlabjsF(F!#($vL!kNzDx-e7V?(}^6vDeAB5vwr;(|v(_l}@8Di4M0yOmR*_8jj"
    "46=Aix>3coF~1+w&aZfy%s6hZ#v|DLAkN}8@N^G$&FeiC`I@b&g7C)%CUdtHY3#bXoh#9KnWO2;;5KA}<8QQM-R_Wfa~*H@z76%*IhLeu>tHf&)Uz57hX}7a"
    "CeV6o3qs{Rd0_gqY1F?~ZkRISF`zEtnDx4mHp`P8pHB^h3Ki4g@}3a(Oy3a~p=2EwdbIfjzFn?3<B7t5iT9IUkwTI6p>>@O)J2E{y)XG?Ru*@&k7)#{uKAfS"
    "88pz%xasd<klySgz4we4w%aaXV?JB96rK9(DA-c&8x44JMMS+@owqW5E%A%nkBZRq#^P``Yyz3La4NO&^%D`V+9w`Pb1gD}c09RA<7=po^!yy5#_hA3yb;gK"
    "UAPF?uVE+Zu=6F4{6=FUgV_G^XM=_6bH;$}v-O0I9me|oqjy`#-R=#KbGV{Ugz)FnHSF3(wRe$-yN&3?nO<p^pB$o@jt6*i`#S5g7+%vTI%92;<hyK)*e?33"
    "0>LLFpIJ^I_m==3PYO;U=g!nY{THreY=s}8M+EetBkFXKdCZh*VvU_!`2jb!z@;w<Fztj3>syzCN$`|!Pe--xp>ajzh<2|#(b(uG+PK$_YzFsw&DHp8jli+O"
    "p+9~Br~6CEz047y#;uiI>a*w6T0fTzeNde~?%xs$)r}RF-1xE&xvJsh654v`aYOS?-t><f#US+Y9ez^HMO4)>e1>F0Q7lf(dx*9F=5<BtxXqU0d@nyx4VrqC"
    "Wc^s(va2|G(tFlkkjpd(%sWG@o6Ct_c-D+YJKQjlrA=ZF`uo(bbnQ)lKs@lZ{hN#tQ^@44lfc}*bv{kNws9Lf?FAHFeqX#dt|9e4cU_Eg+b;wj`Np`zf`tbN"
    "a!K{RVwH*!KZ%#+U$B!ewq-BL*SiC)ICMMYj-Dyh8rg`p$-E*u@9zmClW!8WZEHRSzbB(F!;EPU;a!)(BF0sjtDI@6TQ2nCx`m8CyogAH-yYr}Hj$2O98DU}"
    "6LK$pMqbrVX2+#IzlM9{kkIwVRuZ}J3fXrd4rcvX7ltehWc|hdqs(W1YX&<{mepi{@lw=`7>GN2pFL;t-skLkj6XsiQ`+-pH|Tos6LJ4`0gy+g<~z#YE8mP="
    "<M*gDT&**Kc>4;Bmv1x396PyHdGg68lXUxYrU`dIZnNO`XcNCyHFPBObKC<H>-G}W_?pe5<X>k0F^A<I4t(fHeU_b0!}He*ABF7|W0>C0bM~U2GE?AdgNgjR"
    "w{L}V(^}K8-Z8}YYGvwqq?}3H7}Gr1m%`4izcvam?#Gxz)jQ0&q%8BI-MWr~_0N~cHd1*uyZ%o9hOE!qXZ<V3Be6fk&PF@&M7h0k9L!B7-7fgk0+Sz#nH4yQ"
    "Nef`-G1hb*J4(R33Hr3L>9vG$myVL4A+w<N<|}k=@*&1i$*9$^Av8rmeDc}ck`6q+h@9LM27jLDC-kn|g!SS2vc4>KzTKq+9DTi>%ohp$t$zSbIyMAO)EmR!"
    "-t$_h@MRt8b$l*WWsO_J#+bJ4*fT~xUqCk+dNVmcjcY9w2)hRp$L0m(iQ~4GHD2nPn2K@;c~^?gm`>=&u|3(f9~)GG)Q?@Dbk{>{T!|&RvTe~bAkKSgZ=ABi"
    "o_u%~Peq#<CfotJX}#+y5?+iFFb2ePb<Vp$w--sUGvO9{M$7mJ>N0yBIUH0NFi%m~VI25x+6@s-f2HYtzvI_NB7bfJiGO?+{vEeZcvpWV8Tslseg0!7*<Jq*"
    "IcPtgjT?Q)<zkzeJ)_Q}9v9!fi^U}kULB#=A7+Tiwe!sRhhRL6HsLgK1x)vAL6bk76goGYO4}bT!P7}mBr|O|9KMzh7G4mHi+|}T{+7Qw?a-r@kaBu8)a&(C"
    "aIa}ktCy-P8t1u~=(LBsyK(P{Hk$q+FWb^B5mxs<4zFg{641XgIc{hNt@@QT?uwlNb1P34dVVj)&)I&3-51rZGu!TcxDmqb>eGHRy$xs^v%iFZ*W3?e_aAlO"
    "dHE^y#qi)X#M7*t(t4V4`=o~P7#pGt8?LZ5qAc|NM7%y#kkGXis{!5imAJSxGJf)$11t9RAQ|5i;cLJSL(1{TBxHRQ^e#66rYt>4CN;W84t(1uhLc{9OSr<?"
    "ne6W?To^r7K<?wW=!VwDg*j^&fBMmT3VmOt8mK(}+vPk|&B+|OydL@%FJ$ap#E~v1PW0R0wshQ(sieZ)ILY=`3zfLF&@CV;b>7~okTLKG-{W#|YPT#OZS#+T"
    "*K;OiE8N+88ul(uVC_sbroqQi9;_`X@D^vZennInJl{2%`hVdl<|`a*MnJVqA#~l+wXn@Di45q{o$)<2ej44(1wJ-OGyIw8L0jZoYj_&@h^T%9eI(BB*ZJ#V"
    "n9p98+i~<926-Lw8<F#6yuQh7;uDt(z7<$US4@_9SxAdfBHI7OGftp#Nf%#7+N5!q@n(kvWBrycboBT|4EtwYJ(yO}a~O5D{~=brVMnw4)&xPdbNn7&wILGc"
    "ANd&O88nPPP#f^LWn>e&`c^3t5qAr`>~6#Qfz5cdm3E_6!R~4msguVra-#P$L$#ti2)3Jd{9Gt|b})<Mrmt&4^FFEsa_&yfS)$$*db$MW?>`Ciyy66myO1Aj"
    "SUN>WzFUg*^J%v$^hJfT!n9}J6n*E;61T|OOEZPnHpy_vwm;oh<vWu{`46YXTjfhYuSkxLY<4Q`P~S{~?ap?Or&GsxL)qACCizr#9?_PcEEg!|s4#bxdTTyZ"
    "8MK-NocWVD56LIVHp-Zfb|W96_rmO{P1rN?jSQ3ZuWoNZ|32mS5r9~7{m^|4zZ&N21a1}k5u4A~$d!?0Ol%Clm4$*7d9fCsm2%?;9&bf)F2(7?nVg)ZnEL35"
    "Gm5`%EMR^O<GS3Jj8M$ghPID!qt#!A!~L$qA*0wN(%@?cp~B`0aA(92SW;*k*)ymR8K1|N>SfOSjgP41topo&5KzAB&fSJ&+LiSmc{0PDPL*lmn{)i??ICnw"
    "a4#5}Dw1iVYtX+B-DS3e^MEn)uJ{ac?gSynnhayleL4HGXm4jn2esd5(EAcq-?xRY7cg(UdH7)}>AP@c)_7R5D1>%eumsfWhwc1CRs~*S?KnKlEu6h*4{1B1"
    "X#VFRfb(?b@f_IfY)>a2p9jB8EKhEgpUHB)1;dAmwy72Azr(v~u>qb(EH~#&kyC4sd(TA5pIrlQ-&8U_T|FJn_E-!RYri7MW9%v%0~{mcBqPs|YZtnJ^Ud{8"
    "_qB}}_jVlJU30m3->VwSahDiYS=iCMF*JF-im%YvL2C<nJpPXHrg{$NJtS8Oj2OKY(&wKbVxD#U?r#T}UuqrVMKO<#v383kvd$LV)dKpAUrhcs%6zC6KNO-)"
    "3?>+l))}!~*jlqQ+0lP2aAR-5;5zS2u!ZSj-h~iYW;eqY)PuU`RzjUkQp_D%3@XhjOdl8P2=<$nFwD}+N4<Z;v1X8ws|o4o5JZ=ZnM3>g2aAZs;jX_zks=p`"
    "v|)9qPx?X<9lT9c<7mv+U_YjK>|uRAn(Ho;W5SGcfV$kyW*=Z2yz_S_<LCwbD3>t+MpfEKs;*6De!G#+<TP&DcQLNAJ&id~hxtpyr45Iw^9wU`(Hk9BL(9Vy"
    "&?aKmRHyEb2#>yk@hmCE#O;d;YuNV7uW77JmBXOl=-0v@Zk`-T5_gYc{rkAPBk>My1~J=ruw3eudJ(j=-3jrZ`K?6EC7=$WopiqcoMhN6;NKbw68ly&=)Vp#"
    "pwO99Oy<8e+elU4tbU(tI}WPtPaj&5j>=V)>GY4x0p!)PP?l$mUcQRh*S{gA)hZ_7IGOL0{2}UKy%&E#{qa#yX;FP@^qN2#!U0HitO(6u6{*{0JH)$q(=0z0"
    "Wkg<xKA^)9fFbivGyQq=XI{GY`&F_%LXP?QrfbN8_lM!);}nAPkMTli&?b#<kY8orh;n)vRu;x~KhEr+SXwCQY8VTLW-cZlE954(+Liz{pXGgZKFc5Be)H8m"
    "0P%I-$aBE2O=Hi>74WNoxzPcW-;xq_r^5={={)K<&e={s2lk9oZ-)ww-yJCC)vni$f_;fz!lchjp=H+|0J(ig-aS5aUSdSrk{+K)VBvQ>+IQo|WsJy8kOSoT"
    "JCV&3j)(c|Ka=4>OfWTi|Hf(+>HprQ{mw3h>ve``zM$USq2zhFvUF70a%qqA9cSm42XrM4wfCU!q$!@4#q+csseEh@<GC+=L+FixpER7WSZ^cC*=$etWj-_M"
    "F%=NsSf1;B8;Ui$*N+zxjI9{9N`2r@?;|5C^@pjem%!fvPpQX{E_C{)`cQaGID8L(L~2#4#-6|MyBj$?(4JoXCylgdzYH$_(UN$zjMRLnYM-0z$Fg&VSq4_;"
    "K|4>mH4}atR+?W>Jpkm|U4G-BfeVD>3QtMl#lN!WS2MPO-F1xMFs3;9yrd%Q-ycgF)7oL1C3zJw4(S;Vx7#$O?%Wo!+of5gzqb)k&k?(^ZL~eSr&F!vpvGNf"
    "%^JWOQvADubk;xJXq`k^R#U6UIhWcAZ%jD;-?JkCYkBs8vq^<~Paw^8ESrPJ)s7jS9QcP{@Ubp@|D_O}^LT<qzPkIf3hZ7bhh$t^eg!-~w;!Ny?=-Z--NWSk"
    ">VV=w;9l+<X|pqowcW7hXh2<2bI{Fq*~5af<!JrGNsLR~`I47D_)t;kQu}Dy=m$H<sk6aiR^EPyfY{gJ**bY1Tn}PwKz*MSr_+{Ig3tTr6SRZWONHsP;5mTt"
    "4PLinP<23GgM0(IQPjWl4Ywnv2_x!^qGxNo6mc9jQSV8!;Cejj@8SNJM1Jf7Iz6JGh&~#9rCPJW*lYbnH#*41p7r5cE7>nd9LDJStQ@P2_fG8~+`CJS`5(5Y"
    "j^3NuxC8dyChc+^6X@}31o05L_TJjt_(MClK$Q!}4KMmlhPqvy=)V<X2rStQe>hBGbAk4STZ|vkMlm+(IdwVHdyGjJ`y|2PIRg2XvRru3J&mL`9|y;_4&qUU"
    "4Zc1RGV>3oFLz3u_H{fh@oQ;*b)N%5m52&-X~23Y7n01sZr(zeU+Fn9ygd<#ICIza4hefO2r!4H>4_A_9_!acpy!>9=m+|@%?Btyx3+x+xVTGHYm-S=N>a~t"
    "wfM0WZ&20u|J|-PoLV~{p6B_%W9}MdP*(Ut*39rA8E)n2x{C2o`9p1*TzZaJxkYYr`1jU;`FFGzlr=tQ^YCiI)4QfQj>Ub)(=Llji4F7Y7W`&;kTdVyDTzuI"
    "qQ1W+t<$~v!6OpWiXT1+WMm@DI&aHlIrHi(A*R;@zS2BF#M(voW#>u7&9~*e!nuNQ=u=Iq)`u`AA2o4}hE*;-<hX3<c@Gw&qRu}XHXG2_vi#|;e(d-A4L4zK"
    "U)VI_cgQ<-H1I$6kYnS=rS81oNHMo`;>{FTdEtWL6Y|N(bn(|Fi^zdP(X`j4`@Ei~;yl+P3$!?C*MbJZDyQe<+3NxtpX>QYL3Vv&H&?cOW}FLiON@l11)unl"
    "(;JhAp}PTdO&JXqGyEL%ISsyt%z`!F=NM4WU2YxbGxvK_|JXh}<~T6^!1x96?ccsT2-Ee9y@2yvxOqC0)BLV^sOO^Gps%T5?hW}6*2I$b?qlPh8yf-}ifki="
    "T@S(Gq7HQF_~U69^JGNkf%z$(WWZe)`e(*H((OYTi&|`+G0Wj?{}Zg9hc>sORB>a#y~VIQ<vYQ6b>+4dtWGqkRcGe+PL-?5YP0KY-w>w?+nKGiy!w$OVOdyV"
    "`aI-o+RBG<5P9etxm6{Z#JN#nS>jT$Z9p<Hk3;`G-vcn`f&2(_8tVdWX{j=6!M1_C=EZ*PWEeSO1npX=6`(Dw$&fL=<fpQ9>n}URaUYg23_9`PJDu!5jn&Ev"
    "7On;l5-$sN?%XBMiyPtfwECpviYFQto7aolWwvK+Em*l2Hb=P&c6Y<XVvzuW4KJjvy;N9O5HkzxUE2wm13*3A`_P7NnzNjEtvv!y4n$H<F_F!k-KD~S_JTZb"
    "Mbmh(!TH%_7MCE_|LDxxyOs2s#R9Udyp1aFU_PVs3#|r-_>1}z+ip53{*l1u^JB^P*2SRNFGu)Cd0N8G!&k*VCmh*xVz!<E?$lx8zKlSpA){Fg?EhCaz-KK#"
    "5JR^<o(y_iL;N0F?E<uUU&JUn&0xQ6T6lwCZsl>nT_%UyomaB+jb}T+vDpWOgaQ`;xuomko#Otes^X5bW7u^Uc7+K?&xet<Q%l3$k#20g)12uK4Rb5!Grrs2"
    "lIEG-gIBp?OyQ28j|;G$H!g?M$N5UJn#5Y4eze6ghkc=Id}wgnqJSLw`_a;H;jjn6x)Aa?oPVbiyM->L_d-hOaNg6U0{HKCplXd}gGV}ibY9M<Hz-K^*iHt$"
    "A47X%x-M~sD$z$kA0s0EVEsMuuVmPGxfy@A%_2FrdomIJD1U~W^=`}T`DU5v@FHWDn0_;wrgYs)UJL(-U3(N)V%9KY>+5S_MAaJf{h^Lvo;zO`1CSmng35Vu"
    "tp(b^*VD3Y4D9tU>6U13z<#~j<VkEJmV%4R72$GF5W%|Si+wVu=*+K%KEuY-5ydtWtgEDs>x_D1JjprHSquAud(Gd8nzPJ|U(fDY{j3seW9G#Z6#Y!2^9z_g"
    "<GH^gN&wm?TZeRI7yV(=T1?0vOe=Q#lOSKqb>=1=zGSQTchF#r*P|*JQ}`mn7|3N)o;};8voqWox|-aMS;xO^yHJbAke}l=`tuq<`Fn>3v3mZeKj%Qouy#V&"
    "q$}|3^)!~#_5G0md7sMbS1y!jOx-?>gLP7DH}{v01aTAR7x}4AtHVqWr*~fyxp-kE`s7=C#))n%Y))(a(I8c;)x4_C+N$lhgZ0rVd_SOn>-{pEzFhOGymoJy"
    "yAl0f#F&lngrCXQ%x$hc9&V0tG}dq~AjRr&!ok7Oyhp=kv{$)RtWH&^mM0YbV>C^zGmCT?y`1-$5G_pZb%Yq|oUX#KOp0j{|1tjlw08|4Z$vpbJ@$t0y^0g8"
    "gCloDzjJO$0L6UIr;I|f5B#$+K_A3y!~VROE4m&Tz5f|Mpukv)oMQUdvrIl6x3359{Ouq-?{a=`_uqI&?^!08`u5Ehdi3fVD7*<YyN`W;k>K2+>_YCyb$sN6"
    "@AG_y!LMhr7&Ko|!XvM!-tIJX7~6)>QjX9=SW51CRibMPhQb7oDpIUoOyE5CBeob%cMRZ{_)OQ@Mm$kDX6^g&Wa_p?ternUv}Qh0<?+K`u7XpC$Fuw5z0Sgd"
    "6J7?Kn?q&m!_J~LV1wUD#@9;C`9wCQ$ov_3Wb-|j$k*gx;fogsH6KnVYn$H{^))JtgKMom%EnyORmSr%hvehW3({EZd9?~*$L%8g*>+v~79ep88Z~@7q(2@?"
    "sxA2)RDX|S-C7_o8*AX5vJkVNCUJOPjQ)D%A~~IQJ=NTgt-QVlYF5|@YMst!!8W$0<V<3I7_+~$5$CYQ*OIhs{fewMDV-BCzYT}W-%pWQD`Od6@2PzhmK{$d"
    "rvk4D7{jf#A4bx*bb~iLHn6xnRq{I>9A%DzI)w2S=35w6OR?dY4d)2@;F}c(1LoCt7vI3fd23`ElgFjlI<RzP8#3k4Z4o&})ndLvK$&rd^lmMMKl5&5ec1n~"
    "IedOGgPafg$anb`NguUYCG?i!-Jp7jBs9RF=~T%YYXJGK9^;n%y&Rgp8p!&m#)bZyi-|a&h>z^L)z3-z_YPu<_JnR7GMCNauLphj9fQ{~j9t`jGPyt2mh@b="
    "iuCZ?2B@#E%J`7p{bz%&9x7lwjmIF00{YOm%eQFxG{g)X6CTeSF@yiyZ41NWJhNm@g?0&}Cc%TAE@b`#f8t)RDb1ZcnuOP@1i6e2BHd!Az_+&o35?qbac{T7"
    ">esUTP=D1mncMujgPi|qLeWRw`Z0iAQ?*!%fIcRwMinN9X`AIb82Xo1F7Non)~n=t{O|e5`D)t@ZO*PHo6^$Y{rPl5k&07UY&oX)IGPscz?T?1jCB3B7Swe;"
    "sB1Xi+!fhRXMX7{Aom&V@Lp8&ywPv{p>TuMLf(`BRu7z4J5^|vx{Dt(z#Fd4%FWg^lRe&%xOLk6P&D31g(ju#=x>dEX}9*2wbg&w8dCgEPQ2b>gl6CWoLvQo"
    "k^1@W-*2vP@#;Pvef8wplL5Kx==N2GU(!;b&S5XA);pTissaz++ETkOR|x7I_POiVI<QgrD!SD>Muv7>0Lxw9GkNW5GnPcn_JCb3a-9e<8f^jVf^A0Z0L+gr"
    "4qnarh4Dw1QhO-oA-X25gI5nH5aejP`>h9DFX(F6Xc*pR03-w~6EKEg^E0L@y<KvNSZ7R0vTjZ^OiemZo~$VaIF_cj+e7VL{(R<KM~bmoXvh+lqegvy`{tZ5"
    "D&Jb6=*NFeV)`>x%fa~k6X@>Y<>mE%)sx`!kF#LdH_Ol{R}+3YykULqFmoNj`B){m0Lp$y|Ituq@nDuSM%?Xh-&)+*{W|G<w}2LdVBJNo{mU4G$C!tRAHGI-"
    "=J_|-al%)-wteoKB>n6ktPkyutcB1!z4@sURxOP_NoGAgD;}8Ml2+{W)SzCEIMKkh0Ss<+9Ci%u$vgDf&!^v9E04kVPm}fbUw)T$R?RhqHfSr1T0Wi(z2pd!"
    "D)b_AYm6tm%e^$nHR(9v?3p@3aF2Q9=8cn(@7x4l#l*~Y^<aF(OJr32DX_tN2G%T$kB`)VHO6gpROO9C&)1MM;&{=Qw>Wu}@wL2tZjt!m7x>mea%~!UMBi=6"
    "RN^m2ho1kC9(@LY%f!)eKQ*0UFUrc<a~qUfXCyPPycD{xDg})X*CklTm|F5GKRvZAynd7b(Hja<Dc)x54IJ;C0JYwSzU=Json(K;Xw429CogC5in^}ghVx!%"
    "^thuiK2H&PYC}yjB6B;-Gsmv)B-Z?UADioA&0{c+FH{%^BI>}W`K@99G&h=OF;8B2%Qkm<bxUJk1><%sT+Z^S?_#Dho`&lMF#b*Ylt$D%7~?s^lAy)IFw!=U"
    "ug0tE{vxtD49;jos*4-hIv(UDw>&G7>MwaX0Xz9`CojUf1w~=OCOIB+Yn4mD{4vIUC$H@#Bie<E8#jE=a&8~zUn4EP*Z}4kuwNDS^N@J=Ab)e6ybcmEt5l04"
    "BHGNx4YiDG$~UD8B0>z;yDb-&bYIHaz<kEKrupcep&oG8Z6A2?n~56FGF_8oCd<^7wK?{O{4T_+&6n7=fy+7A|JH`a&i@6Deyc!a-|G{#{Mi@5_t7OlohxZv"
    "1%sNECrd+$)873(LDgZK5suU;c|5J%Y!5%<uTuPsXFE*lV`{!BddE3It)on?SrSrP9A;~x@wipTYcO|cw1{mY2Hgxj4vQYSQs=KT0Wp8nm<8;aZSKw&AJ@$d"
    "yA2Q7@yoG?$<n+V$d7>c;_9bv5Oj1l!T1v~<$U@iqVjOH?$!9$QxH0A6XRr<^Kty=m^f_8c9OTmFyVC2X@W79TbmVH48MEFIMG<QC_Ve31laYlA?RnTe3t8k"
    "-6wm~+u>70)V-*f09tsQGs%j-+G$uWB;91O2DWcIXdZiZQsIl_iA`tnI;An3=u=!ky=6J~HXQX_n-`ql?quuqPL?BJ<UtIp`BCOv64yaJGAwo?KGV99$*1gK"
    "dEMPr4lbIk)tA&S;=045X0$=yyfP=>vsj4SRtkj8ghwAydD{eNR<1ZdF3&3H(BBKxbrI@!cDu?@v;9;!`mrog^UaL!Rj~)>tL12N&`_{-ze0``^3=E@_7C?x"
    "|LP~e*<Unnx*~2b&NXdyAs4+=wG{pRP&Dh)!^ZQ-w;Eme%pHr_adOBCqSl}>Z@hWsF=5lr>f}bp?l7lUV=`!dG|W0yfW_fcst$(KpbAtU3#zed`+7&g$2MHV"
    "*cS7qn6GGYohRQr-s4BlzR%*Eeq%~Pp<gC}YpFcOe*3P{s$PxQy)|n5!TK^c&c=}Y_j0t{_MXK3;#M)wqMj7x)@@>b{&LR&@NC-{leRJT>z3*S*RLIAW0l`G"
    "kl)p@+ujt4UAoKk4r>vtX1KZloj0VvVa}Ho;*Tq}Xk~Dt(F>|DSyqW#2kLkxefv&&hIxyhcgXQp@!5m;PBRX%oCx}8+x{GD3*SRwWAAa7er}o!RWtpGnwO~K"
    "Ux5E}-&|J5ywcAPiY4xX5y6+(ydv&=<R%(0=Y_b8_SWNLL3+7FduY<(J;7R)p_2o3ecBZMUA$Zz@=}gV)EXJ)wT5*J5x#XkET}cR;YXUm?~%KqZ=|64^Opm!"
    "!tbkRkXioA+5HaOe#Tcye>*1HZE~gM%Z(RG9Vn&5b?L(Wq$LK&2RBHitqWm$2_P+JJ5%RQa$M|qxU%u!giXrYz$L=HA$uY3h;+90Js+J4xK?n?wcK?6^RBdA"
    "{zT}wW|~3Gw_ZtH0GLB!-2M4B_^VABBI&l!ZF4?~>pZ90&R{hbn|~gQfkz9|R!c)6B07XDa+LFvn43FaQMT`kMFesq<}@s*GG2JRTaIl?9w<%E?UdKdd|wS1"
    "{~Nz|k7rzB?8wn%<g;lIQdMN{u;IBIAHFde9WJsMZrobQV#z1NS_8gU*E}%E;Jh#&&6p27VtDxcS*-7We|9zY{?f#V{^v~|nLp%9d@I(pTPffg&C4C@l7(q4"
    "+4~r5o!FzPEZ2nfFy!`o?#uOzVe7u`8!%%diH*r6q@2sm-`U*^GJm`vj<qRNF)Sb_X4uopJvxY(OTg=!b)hUTt<GuhrXs8Pp*=Bdc-spi?#zcUI7vP?J_n;m"
    "{kqTnUR98}yDz)XrN1jQTkXSY_7BU}GT`}tA4U^=_o&V}16?$1J>2PAihonP2x%Jej^JFIthcygBlLc~fvuxLf2qdxtS-8y9BK7<J{0|>KAZ2G>$bv*s!2p#"
    "_p7*m;umr>WjycTxKG3P*wXf7zl&TCvZHfZ9NTH9BblEkhI&-5qtz@h?nn8*JtD88#TYWK(M}dqRo=LS*cLHD*`6(F)t-LLhls*P@mHHX!ulRl33B5@vx`&b"
    "V#`@Ah2>rUm<zX;|0X0wTq5;emm@uAmWN(V8bE~GTp{nE8l<UT1IEcNjCK&#_my?&p~RK24~VgG&y(c$0&DofjFinp<&KD%Eff5hKFu?}pr^k$8`m%9SsktP"
    "yCQ5YLbF%y;;iS<<XrtujE9H$y(7B@2g3b~n)FKXF|d8?49$<_>${b;GuU$;;{bK9j|N<)yQdNeV@ADCLp%N8>OjT%a_qW$(pb8Bxr|-*8|C#u6}}~sTTaJB"
    "_5Ca4Fx?uJXa23!#)YKf{jo6bV_tH%^KYcZkGx>M=76p5RMv7K9!_2}T*1bNLhZ0**f)9?j~r=Ns{!o%2+!Q4U&EbH=Jj^czg~VAyYD8M-zJ)>Jh}SsSD-iv"
    "g3u2)$b>5knO)xOH-rvc_KP;|Q-x-*evER=dglb^xy0PkP}X%Z<34JRGxxKNq>+1~SoU2Ck9<ke6=90^eBt2mCt#QBMQW4ASB3QjAF??bR?roY|F>Oqh@|f)"
    "G~w24{`!%1VuOEA5%qa!)A&xz+OK1vY48zHITY&oiHE%)eDGf4x2UOrbB*gplRwpDa<Uyf9WbBxq`xh!9(Y__5x<nY>Qah7QuZF1y>PlXZTNb!zIYY5mDE#k"
    "x=!feK^elcNvrvyMddZ}nBzy?!Ws~6XAZ9okzzA)sO=7Z^vzv>*W)~3?gL}sxn<|U^(Em<X4~`igWk{bi$MkKv^i__KAsld;G7!cmBM3v2y+%GwWpENy|<9G"
    "xDt@-AAq0{YYAd0%KBM+)_OAJLyVvPy`T9~%xypJX9GTd28NH1+jJleTRAcQFD`#gdeoi;@10x>NBMlb-XEjB^pN6y{#F6_x7K75zbA@EpS(S46790dUQ}yx"
    "`fszp%F-JDmc_i1yiPR#H90SnC(Ib_Gn<Wf?u?rBR9`u#f;Nz=(r}Wm2}hh(ri0%vMQGgLpG2(TJ&!pcrtI+7eBk*Rv&8X<8(`o+GYMiU&UyU>6)3*Dw&a|g"
    "7w2o_(&TVpTv21C_ckQrYA?W89LGfMm$RHQ=B-EXogrd=kL7N9{sxKN7ef2YP=a%K*FnyaEzN8X`#C@Is_PZ8!=9StN%1Zg>$uFnxb|c8lN4Aq_yx<Wmi>N%"
    "je9~uOX&NN5VuF}jF%5?xtj#9S^*7y)Mmfi#$SPMkuSxhJG&X4kMB8`;qZjA6ZuzNLujYkQJ}63?Ka~$+sAjyasCgDS`1CZ@8np~$-G+2K-t#*V>4Onc!l+K"
    "S-9*Awj4~9dGuo{Y~H^Ng17u*2rPe}RN1!?CXSp-9`>pOwtGLbK3(g4g8Z1ih}1jPR<q?pX^YrePpnO#z2$Ej35$MAAxj6yIHmf{a;5y)x*&&(a=d~24~YXo"
    "T=nhs!l3fJP2b;<l!BWe#OpM9FEpX^8&6~Js#MMWjlb#qIIU0Q4f%au<(<$+Gq$jL4aOZ>j^R;v5;F7)X?MVm@D1$X=C+Q+-_Os89Ersn5hDOG1Th=^(U&EE"
    "@NLR=1pnvLNzM0O^wqoq1lOwf+9vn4*yz*Z^kcQ??1|Gst;4kXxR9-1YQOoZsN!p}gjh{3YciUHtK&UV=EplGhnVH@?6<#)$FX_rU*RwIKAXY$35&Jo*j*FV"
    "_xP{2^CA1z?<MEXoS`WfPm^*3*TbM1YY5^6)*tNxT59=0j7#?n?aS6gs`n#LDn8>^h<L=YJpPB=A@F8oTekl5+n^y3bmkhF+My}U)ud6{D9721!}C2p?86!b"
    "#yZu#Hu4KE2txNWRcKh9qIC4HV?cdBsb{5yS{+Gy|G8`znD)GaQS~KgQ{CInBx)RWqIE%XwOdmdou?i+Ra#1xo!rN;WmMCpfa|ljFWe8w?UxYbVKsVh=0Em)"
    "D~8YiPI}i`2E`f#5;gB&lYbU#yFl3mS?i)a!`S+b`OUiu86#@YUk}S`$5!mU3!xcZ3D!e#%`xg`wdCq><jy?uaNu*XTh*Fkvu<T*s^1BQr;)9_NWs`1fbXgI"
    "X)={$<eDU2ziqGK$L-9i45Q|+o3FKfsYbH4t_kIg`?rZ5U7mLseCb<-;F=2c-I6z_erNZsNvfQhyiBge9XZg9jH=)c<&Rt@TbfpYhh#LVRM|6a@Wvg)Z(>2Y"
    "9f_y>GJiUJYAx4CvEGk)TjZ_X9_}N@`kiLyk!Q0S{o7sa{Ycb}C8gSvZBetJ&AD-;@6JbLaFPwo?S3>esX!j~9xw9Ze}>ngFLxB?A8#?Rcl`2Y+$R}7JhZw2"
    "`X}U-XglcxF0$AFb>#E*IZUtd9S4jbM&?NYw84U<o$20T%K_VPa}8m0H*QKkzO7*f9o3Bx|AfV<>w+sl|Abe>O{m8F4sxn5e@%b~6N2c1>$lVNv7qX|_>Acg"
    "$=_wR^Y@x^5O;qE>?x4J^vH8je>OL&PU5;z)OD_<8`NszO1|);Ma(UU<ttIlAH6F0l=bV=<h;<ybrKZ+zMJgY){o>V;;7B-#c@kPUw6fAw}q3*U#X?pdz{GE"
    "k-PjAS08Zw%Wx@{3tLbcMrFj3y-B~Z{0r6{1}Dsct^@MZ<FA)#{&elp-11toV|U4q?cs1^>;dBVDa|Bbi@yBY%uy`Xke<Wdd6;zLJvr&t1u`FxA>$|KrE88v"
    "0pctAhjw-H@wX*Da_Zw^NVxw7*ML);Gv6|?1mC^-QK}`6TngVW{g`__xmmRrbv?9_-}dLPgfD#w)OQb22QcTr-t}v^08TwVCtz)*%Dud_#{FrK@^m&Cc4Imj"
    "mMaQ&Ki@)6&y8f)Uh*9e2?2LS`_d98QR3OWy&DsZXRnLzh3f4RNzvV1nM^Z}ZG#yf-jNN(`;*A#0|B`M*7ebzSe{SnH-5RMUqq~Pv9*)^w*jvAh@BV=qc#_#"
    "*iUkFAsP8$Gt=82m)jWlo6Fc56I!9IIOtVvh#l-rR~;zI`fxv~2S^-G*nPo=BCZbK5=~qk<h9WlSLpM|F2}YCIDeSa-+SK+M(6hv?oSIRzGHVmP@fN^;^XCH"
    "+uMN}U+A{<GVJRzj7&{AL07H4M!ud}!ni4}-+Rix7sb2RS?#-XFMs03Ii}stGk|vWPhsoV(0^mxjrkqS*PuNt-XyOv#<fN)CwamKJdQmT3;wea&fFVA%kAC^"
    "eLhqWQO8%E%}qa)FU550w=Z2_ZjridOb_zNvflln7@d^AoY>gu1mn$tTiTPAwI+#bjY?jVTUKb;daM9qu{5=giSMpptrG1j`Q~)C?sCGtnjprylZ>^&bo8$4"
    ">=}nhCs6HluiHdu9aWdrMK3%l#$SXeh%IxUr1toYJSyoA2O1@dR|m+kKjtQ}|4kOp=Bsem$kVucEC*D%&@mWLp_9C(sz<P}q3i_V-X1yc)@bfj_Kp>fqmNx1"
    "Avu%4yO0p^amqjJdXLE)#SoV&bjRw+tVW1>6LIYyva4h)ygoDoat;4R+Ps(Zw(43#ysmM}N94krVt{dh)4ioI#k;65e19o6zO+Y^SgiMB#eL!Bn<FCr|2eMi"
    "Bgw>NNpP*hb+Y~BtTbE~LcGorT#t5fz&H`P$>LqHfZLIGj4-oOF*vYYevi&P1|MXX3bCW2SpWNc83#>MS};t+*bcufn@Y0zWfnW<*Z+{H%KGuvbT;RYAJt`J"
    "9hi@!Zzp_VI#H)qRenZBhFEC82XbZOXv2gtH;CVWs;u38f%4k#&x;nT?;9{VV9tuI@0m6XFfZ|~y!?MQENvJq;5*K7b!UlR8~F33kI#fxYhExME>K|^udWZ8"
    "l(Jm3xw#OwOmHUG2frfM=xp(9{g34A<qm-QjdNS^qs+(k@#w(^^R#uU|E}w=VQ!(}d8t!i5jGxMk6JAMIp$_O9BMEgIt=NnVQFx&-J-F?H8SP5-}y^}Q)NBr"
    "*8rwI{+oC1D!-$N*rwWd{_4v_-_Hj2o+`fg6<w+ypuJ;V1?z?l+~;b2xK-^KBzx^7Rn~W;ji#4`4Tt|A_LV%CjTD(!fX>fcL;k+A3HJKfMPdzTA74S{+SjHL"
    "v3oLLZ3wxk&CXs#<xIG?Dt!D*=-{%8Tsl*halfYXPKzjmwpEs~HN1h9<DvE6Nl>E3B$g*1CZrPe|9*+Mw*~X$Y%FE@2jb4o#fh^s{vRFXg%=Bh>4r0_$m$k#"
    "v|0^v0>seBEAwE#ume6s%IgtBGS(C1cqm_kLwcHijX>`&*Mu2yv%zW6dB8XvpV8QL7JC;0b25z^EGB=2EQh&WHl?2Ry-pU)^PnR=OOy4t_rdQDTeSCLF<w{K"
    "GO6#TB)h)hF*m6Hzb`V!Z!)9|dq}4q`zUsCE=f|N$HCYm=frWgX(X)GAr>FKdzAvnSxO!-(nsT~it`uB>ucBdsz)wNtOk`kwx(YT%JpS+&3li)YFZ9trDt&w"
    "$04toSWGL8Ihcz61WFd8RXa8na4ozc>HxpA{bBapMSFL%?fHmgSlMk66uAC?sCko_D;ATafz@E2V@rP3=-x!=G)FAGGMylvuKrk*jrC@gH1X)xg9LRS=M=|W"
    "y>K4(9zZ~|+9WgYW}@0&zJ=%c+i`;_@`!Q~qrv{)cTB$*t#SoiJ4Ke(BGs$xA$!M7N^9qkB;XqMjHz?^_}Il@^EeHvj>>28?m1$|s5`&I&Haa2ZW!?caXHea"
    "Cd>J&@Bfr}yBr>$m?^g2IF{7wn@`hyak#v0phuTuY~1434Uu0@7U$D^_Cn~TWaxKmAwP;cLbm*{<@LCx#$kx>s83Bs&tO<FY%9*AuMksg57eIdOz?To77#BH"
    "cjhkpl-8rGE1bVDj#N8)=l|Nc@^C8C_b*|nh%{N!O4`dZ73aO5qqGjgjL23})3<38t+a}WcBQ5$Stjj@$uy4h-bF=wQZz$q(q1Ofw`B<RbwBUCXPV#j`{P`$"
    "%XJ**d7tOGm(TtAe8A|GgQT^JThFzI@t!6^w`dF8a;5>w2THMis&*S}+?faROiX^MW*ra?PksY8(q^*M1>LcJ+c_Z4Gr#-VQ9OTAzjM1jLhSd)&tgfEJ$%1v"
    "1sj?Dmfrz9*Ne$mJo!$P<wmIk1z)^hbO^k9cVtv!6()U;H_P;C7R&dR&JXW(b9#cIxi6D_Yvh+nbs)#N&R;o=b=7Gi)g$$FVM@9mbXL!+HlkL#J_~m2jkN}y"
    "Q2zgOc0YoXh6y<T=oE0=eO5U7ssU^V%@a&9gJXzXciHEr#_NpkyMFFB__$?)CZ;+@ufj17^{{646b(m-Y9!J|<QgIln-L3holN*l`#>y1x1vA!=Vj(e_iJ=)"
    "rARue*s+Fqq{<Len<Y*qX#**alCObY^L6+X;6z+-7m8=U1P5c0{%~gJAo(i1F7ijx!TsR=D_av8$@>S2=ikiE6&ptzgLXoVIQ{7}eva0<#E9<mZvgovDHb~M"
    "K0PEQSski3gWU<)FZ?~Db@_ewb|f5W^U5UN`_eO4&974KYN>+Nqg<59w?mMAM|07zQfKZpCS&UbXL9i9i4^6LMG>s;#42Zxh*v7&Hasy&LQ|_K80;K_gb6No"
    "Qh|l>Qo+Nc5;B*&q3n$#V_i>={KWP7*Sas@&)ViYD`i<wt@vIGV7%9tZ1nxXlmqx$vjTLPb;1&k`6hOc!l@nfBpl@H9vt_IG)lui!z6DN8@~paFc-l@d0u#1"
    "*-;!daTAc<fc8}8Q3YpAKxKI`=o_T-eZ6tU6Nz7RqvAJ^`yi?(>D>MN>p1L}dyeA?^!E|vS3&jSzC!odX+h4#V=qcGtid-^Vcdng*yYL)=;rfI?DfkQ_#EFN"
    "tj(rA4b5T;u-d#rNxb7eGut!D6V4v_9OI$a%rSN%^^RP()nyr;b9pDwnSbr45+hd6XRUdV@5R1STRf^Ouz)2sg8v>72MssHpMTuOY?jPrGrSWNpJUj>M<a~u"
    "|Hirt>xvcSBQtT9`&u-0l{j^0w;$BRvJcO%@N;wW$SrUyT!aH2r(!3|69QrERTI+D-|Zmo8NG_*Bg4k`!-Ow4i$-PwlV{#&@At1cyk$`ezkf16`%#-s${);P"
    "apsa_{=U40m3&?}#n4ooY<Ux>dinz4wgI<Gki3r0w75x{L9Ik=Kkc57>hg})n2JuT@kgspf}iUbjBsmBKhn9J_ajup5mrGtVRGF<DL>T~h}5U}x+WvtN9&L|"
    "KzvU-)d2|d8_V*ao#ksc8fnR6P+HeOc)h1wIHsC~RgHqs+iNAZkH5<KfP<3O3*Coia~~-gOY*~xTz^2bBFZDPO9l#r6A{OGqg4QAC2bVRb0>bdyT&Jt_FNfU"
    "t{@Mh=)${jqo_S@eH8_#;(KBC;|zh$=egmPD)PkHd1XIZdm1VF@45{$vvNd=hmQ6^DD%YRnuIuHv_7xjZ3WV|P%WVsk;<_S!fa;RH^Vj0Z9p8C`4I;A(cJ-("
    "o(+SNqXW?6#BmI$DuZ)hNnDN5O=i*zb9XZT3E>7zWgd}F^T^{_+W(xJ@*Gs>`fKt&&3uJMscxR$JqR}&dh?mu{TIiP^3Z@s8yWR0q`$;jkKy4@UP$wBes3mZ"
    "K>Me=#h$5O!@yhX_-EvPyd(BVyab8H=A2_p_r_wjggMeYf@0T&d+GS3$_tIHrUA{==o}G;a`5IPB<zyr`oy_R^jieGYHEa`V`{)!{}Jaf5YGMAxL_pg^Z3w5"
    "a3rEhZ5!zXq<0w{sRPQ2z0OXxg&OVJn*u>vYvWqf@6pULf5K&{KRmM`ThcX{<O)%%PGIt+gZv!QISDD9q0DRR$9#@OqSgI$uDfm&ot^1C5MF5?Iai23Ie}dW"
    "?Iwh=d`L2$j}dm8#QZ6HHNE5K{r7{)gDC6t-4bosn5{c7*K!BE%rb=sO@UZYQYQHyUJnPI84IMDquXHqGk)@P-hZysv&NH0gEV_N;IO2_A63z;9yCV>R=<p5"
    ")Sm@C-pTV8zdPZnDAyCT{$#gkf#%WnrUJI}AH)5BDiZdy`i>t&(ySC#{SK5*sYWp{{;2LBlEV2@9v+e}4QT+}Mvlk*F~B;;mSgvLFF3nRn|W14{0rk+T6LMv"
    "C>xgU<9AfXsfnZ3G|P(Pv-kg)%7(V~re<0JV9?o?Jv=Z9OB~C1FF^NS{w(h*Eu3Fw%R)2baY@E>ygAo{^Vh6x_hF+;jZplwH8!>8O<Hq;=MkWF4}Y<d=TO3M"
    "2`e(KlX#1Lb2{?aab$%aI`ofZHDBE2`lttS(u{(<tM1PGM(!PWzisn63u}M-29CXzbTI?IO2D+jxy-pkI9fj)2J*~8=G{_GcscPZ;v9*)_IQGsrk0iUIw9{O"
    "(bs+tjJud7m=)=8?g;(ez}gC~zpxmTCCx-Ld!bnmPj#&5#QE`)PHQt$Ya4t!YaCn9IF@@=kgt-4lhhjjBfFggzvanlvrcO;WzA1OoDa$~mh-jPO1(+wlHOVe"
    "EhuC%=i%O)zQRGHp)BQC4ANYhVg})SD@0N7Q7f6z$#}KQ^NuUb1m_4-R!~<Waov{rbIedNb|tTCPpxmOlxL}&zcwRXAf3T5_evq@Ssd?qsisNVp$+!6N_1RW"
    "hR=Ft1Jx89AL*Y41HZn`KYPV&Eqvd`Sh#on5bpmzm)A{VaTzQ(->Q%~2dB<{()eh~GvuCsssGk-?^WK`UyY<+8Sx|oeHZJnh7c>H=T&aGL6qbA%@)afbfLor"
    "T=l{hZjHC#&zknClDWYS^Uf@$`3LlUlL93(4f$Tu8e~2bVJmdzG~BA`{%F;HGLjaDYt|g&;BNDKcw--lp)EHA>L-@?=&(^%N}N%4sCB=Cltue5Bk{s0KAwHK"
    "6CIZKX4_9M!uyMLc#pa#zX^6&RBO0Y?GEonIhN5mrPt!LVxdR<R{Y%C)y~xp>CWkf<-h^sQ10J2dT3{kjRj^~N;&CD159EH3?E-Cs5ZHBJ!HYVxvHF+V%TD2"
    "f%=gx!k48cOpa?3F1?gvITm&?YI)s+4cxN`#2A;ZKymVLX~Ez6ZY||Sj}fR;tb^xsuj0k9L9oeVH`3jD^z0O<c7-DGYN?(kerJz|+r<wZbRmC@HhcIAz&lQl"
    "#}XOatDihhBpfo^`5KQcaxY$Hu|hfII~`nWH&ID_7}c><mtU&ri~pI`jb*-^3{NgRQ+O-QS@?@O=T3$BIDX@2K4UM;lwM)SVUqK9SlJ;HhjiHnW|6sE4@!E@"
    "&%XoJ&BPnql->r(SCP&bX?XtD7V+;B@3jxjJwL&X^v8;g=@)QENS<)iDu;8}JnqE^?exCDQEV$*_6x_yU+m(36Dyr_&~Cj4><YDKubdJ!m<R8_X%=!g1iNZ)"
    "L-RXP(yY)&!k>an1Nq+4?1}Ou@wQg#tiq<Yp%Ah~3+N0T+GEQ5Ro4^iG1)K`5{6j)<A><Go@)xca2lq#bWykc;SkVWCC(T3%sgHxjxX5&#9!c?i`Kf$sdOaf"
    "neW7y*G}-czU;540Og_jO6cl84fFPPQj^w(*B6r>D(V#@_)PzaQ8zZJo0ZyJH<ssu>|e4(nrRj6wPIS)-4*}e+}SkuI4<{I405lsVE9%|E^NGf6=crW4j%>9"
    "26bX-3#0k@TXN?Qq~2@JAJ5g)BL*7e<DxJZ*t{nXTt=+J$)T5|c+<v~Is5j~<Y~EHt$rSba_vax?PbSUo>RF`#1I=k@007qeoZO(yfjPj**b{*JkeL^nR`#P"
    "sQil2+19-~jr&;7>!)DB?fR&(nE_#J#lM=ckR~4(J9W4QzohvL^#@!7*!n&CE;Yr@F{f1=Lusv3s9u%7C-qRLtD?{$uT1=E;4K_Fb}!c6c89|C`vlTVP#<&t"
    "Ni@gr_b06tLaM#li_WW5QPqCn`r|INeDftcE9(ABm$!Ub1D}0A2|UBSPy5{MDAG)Z_Z;qv@cqEcRI4cqe7;jse1Y#gI5&^>(D-Au_%Tu!=sed2oAYNlY<V%b"
    "2Cl=Jnc?W^>B#;YyctJ}Y4EAwnRxN{Qa)ED9P#?rBJN4*@O^LPgI#x&#7EIHID>}f8EUE_6fR@%N$b6J7;LN{O%mbhoR`;rnuc>s`HnuXbi)AVIHfa`dToNF"
    "&J0Vt923G1JLBN~cldtCm(5{y0pId7a&h4lmpd)BqTvQ-m(muAYa!$5UG~SZq)Y#WjC^ykDSI1VkM-FET))Pf-@!M=BP37Sb+M98UiX+l_w0V$9-&LR<aJXu"
    "B8z2}YqM1u2;M9L-^8fIxMpi6KXcXQV0@W)MM-@TaX0w6OHRbGdhaD|OZ$^3>G2-$8O%cWWkCLTBaS{-Z`1x3=3QLHeJEF_UlO%~ufqGv#VF^bifdo1tIhpg"
    "8d|!sc7CJLp?4(vH0@iIy_YEG%f2=F216L>cc@SNb6}m2F)oGQPy5AMybmr7SBW1?cEEv!O73?_-fy%9ifQBYqTpJGwy^hn5XU#8ujmNF``WN|roV|{+mB$9"
    "{uY>0p~Jck_{V3w!EPT?E-guy`Uk=+sQ0N^9nA<ol;77bGX>V#-C}oty{Ggo8ZRzg^A<kfpE#zaUYOV6m4g0%(0M($;MfFaiMw(8q&`43K<{aX`1AY8wOM%k"
    "APMc4{YUs8Qf{R4"
)
