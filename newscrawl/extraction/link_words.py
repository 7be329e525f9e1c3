"""What the words of addresses and of short labels say about where a link leads, in some fifty languages.

One list serves both: `about_us` stands for the address's `about-us` and for the label "About us".
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = {
    "section": """
        stocks stock_market mondo opinione news world politics business economy money markets finance sport sports
        culture entertainment arts art lifestyle life science technology tech health opinion opinions local regional
        region regions national international us uk europe asia africa americas middle_east environment climate travel
        food education society crime books music film films movies motors auto autos cars digital football soccer
        tennis cricket golf rugby hockey baseball basketball nba nfl nhl mlb formula_1 f1 boxing olympics world_cup
        investing property real_estate housing royals royal_family celebrity celebrities fashion beauty style family
        parenting relationships religion faith history law justice courts immigration military defense defence
        security elections election election_2024 election_2026 congress parliament government editorials editorial
        analysis commentary columns columnists features feature longreads investigations fact_check factcheck
        explainers explained interviews interview reviews review gear ai space nature animals wildlife weird offbeat
        trending viral community nation states metro city cities headlines breaking_news top_news top_stories home
        start_page business_news world_news local_news companies industry energy labor labour personal_finance
        retirement mortgages cryptocurrency crypto bitcoin gaming media wellness fitness medicine recipes cooking
        drink restaurants theater theatre dance design architecture television tv_news men women youth kids schools
        universities transport traffic agriculture farming nachrichten politik wirtschaft ausland inland welt
        deutschland österreich oesterreich schweiz europa kultur wissen wissenschaft technik netzwelt panorama
        gesellschaft gesundheit meinung meinungen kommentare reise reisen auto_motor mobilität mobilitaet karriere
        bildung geschichte finanzen geld immobilien fussball bundesliga sportmix wintersport lokales lokal regionales
        kreis stadt umwelt klima natur familie leben stil mode essen genuss literatur bücher buecher musik kino filme
        medien justiz kriminalität blaulicht leserbriefe kolumnen feuilleton unternehmen börse boerse verbraucher
        ratgeber internet sicherheit actualité actualites actualités politique économie economie société societe monde
        france planète planete santé sante sciences environnement idées idees débats debats tribunes faits_divers
        médias medias régions régional cinéma cinema musique livres voyage voyages cuisine immobilier entreprises
        bourse finance_marches high_tech numérique numerique automobile éducation campus noticias política politica
        economía economia sociedad cultura deportes deporte mundo internacional nacional españa mexico méxico
        argentina colombia justicia judicial salud ciencia tecnología tecnologia medio_ambiente medioambiente
        educación educacion opinión editoriales columnas columnistas entretenimiento espectáculos espectaculos
        farándula farandula gente estilo_de_vida viajes gastronomía gastronomia cine música musica libros motor
        motores fútbol futbol baloncesto tenis ciclismo sucesos empresas negocios vivienda finanzas mascotas
        tendencias vida estilo historia religión bogotá esportes futebol brasil saúde saude ciência educação educacao
        opinião opiniao polícia policia cotidiano negócios carros viagem famosos ultimas_noticias últimas cronaca
        esteri interni calcio spettacoli salute scienza scienze motori viaggi cucina opinioni società scuola ambiente
        attualità attualita mercato serie_a nieuws binnenland buitenland politiek voetbal cultuur wetenschap
        gezondheid regio opinie leven wonen reizen koken achterklap misdaad nyheter innenriks utenriks politikk
        økonomi okonomi meninger debatt kronikk leder helse teknologi forbruker norge verden sverige världen varlden
        ekonomi vetenskap hälsa halsa åsikter ledare nöje noje indland udland danmark erhverv penge debat navne viden
        livsstil bolig forbrug kotimaa ulkomaat talous urheilu kulttuuri tiede terveys mielipide politiikka viihde
        autot uutiset innlent erlent íþróttir viðskipti vidskipti menning fólk smartland fréttir frettir matur bílar
        wiadomości wiadomosci polska kraj świat swiat polityka gospodarka biznes kultura nauka zdrowie technologie
        motoryzacja rozrywka podróże podroze piłka_nożna pilka_nozna kobieta dom zprávy zpravy domácí domaci
        zahraniční zahranicni svět svet ekonomika byznys názory nazory komentáře komentare věda veda technika zdraví
        zdravi fotbal hokej krimi magazín magazin cestování bydlení správy spravy slovensko zahraničie zahranicie
        domov šport regióny regiony kultúra belföld belfold külföld kulfold gazdaság gazdasag tudomány tudomany
        vélemény velemeny egészség egeszseg életmód eletmod bulvár bulvar közélet kozelet techbázis foci știri stiri
        politică externe actualitate social sănătate sanatate cultură educație justiție justitie opinii eveniment
        administratie vijesti novosti hrvatska svijet politika društvo drustvo ekonomija biznis crna_hronika
        crna_kronika hronika kronika zabava tehnologija zdravlje beograd srbija slovenija gospodarstvo mnenja
        naujienos lietuva lietuvoje pasaulis pasaulyje verslas sportas kultūra mokslas sveikata nuomonės latvija
        latvijā pasaulē viedokļi veselība eesti maailm majandus arvamus tervis kultuur haber haberler gündem gundem
        son_dakika siyaset dünya dunya spor yaşam yasam sağlık saglik kültür_sanat kultur_sanat teknoloji eğitim
        egitim otomobil seyahat yazarlar türkiye turkiye resmi_ilanlar kadın kadin obshchestvo obschestvo v_mire mir
        proisshestviya armiya turizm religiya nedvizhimost tehnologii zdorovie ukraina suspilstvo svit podiyi kyiv
        kiev zhittya siyasi iqtisadi varzeshi farhangi ejtemaei siasat siyasa siasah iqtisad eqtesad riyadah riyada
        mahalli rajniti rajneeti khel desh bidesh videsh samachar manoranjan arthik artha artha_banijya samaj bichar
        bichaar prabhidhi khelkud bichitra pradesh rajya kheti vyapar jiban_shaili swasthya shiksha seiji keizai
        shakai kokusai kurashi bunka shasetsu chiiki tiiki sekai kagaku kankyo iryo guonei guoji caijing yule tiyu
        keji junshi shehui shizheng wenhua jiaoyu jiankang fangchan qiche lvyou gangao taiwan the_gioi thoi_su
        kinh_doanh the_thao giai_tri phap_luat giao_duc suc_khoe doi_song du_lich khoa_hoc so_hoa oto_xe_may y_kien
        tam_su chinh_tri xa_hoi van_hoa kinh_te nasional berita peristiwa internasional bisnis olahraga bola hiburan
        kesehatan gaya_hidup otomotif wisata kuliner pendidikan hukum dunia sukan semasa setempat luar_negara habari
        siasa michezo uchumi biashara burudani kimataifa afya kitaifa makala teknolojia maoni tahariri utamaduni jamii
        elimu πολιτική οικονομία κοινωνία κόσμοσ διεθνή αθλητισμόσ αθλητικά σπορ πολιτισμόσ επιστήμη τεχνολογία υγεία
        απόψεισ γνώμεσ ελλάδα επικαιρότητα ειδήσεισ περιβάλλον παιδεία ταξίδι ποδόσφαιρο αυτοκίνητο politiki oikonomia
        koinonia kosmos athlitika politismos diethni ellada apopseis epikairotita ygeia политика экономика общество
        мир в_мире россия спорт культура наука технологии здоровье происшествия бизнес финансы авто недвижимость
        туризм религия мнения аналитика армия регионы москва новости главное кино музыка футбол хоккей стиль
        путешествия образование события интервью расследования політика економіка суспільство світ технології здоров'я
        події кримінал україна київ війна новини думки бізнес фінанси погляд публікації життя освіта регіони столиця
        вести србија свет друштво економија хроника забава регион култура здравље технологија београд българия свят
        икономика здраве любопитно регионални беларусь палітыка грамадства эканоміка қоғам саясат мәдениет الأخبار
        أخبار اخبار سياسة السياسة اقتصاد الاقتصاد رياضة الرياضة ثقافة الثقافة علوم تكنولوجيا صحة الصحة فن فنون منوعات
        مجتمع المجتمع العالم عالم دولي دولية عربي محلي محليات لبنان مصر فلسطين سوريا العراق السعودية الخليج رأي آراء
        مقالات تحقيقات حوادث أمن بيئة سياحة تعليم أسرة مرأة المرأة نجوم مشاهير كرة_القدم أخبار_لبنان الشرق_الأوسط
        سیاسی سیاست اقتصادی ورزشی ورزش فرهنگی فرهنگ اجتماعی جامعه بین_الملل جهان ایران علمی فناوری سلامت استان_ها
        دیدگاه یادداشت هنر سینما خبر کاروبار کھیل دنیا پاکستان صحت تعلیم شوبز انٹرٹینمنٹ سائنس ٹیکنالوجی دلچسپ_و_عجیب
        کالم بلاگ تازہ_ترین חדשות פוליטיקה כלכלה ספורט תרבות בעולם בארץ עולם ישראל ביטחון בריאות טכנולוגיה מדע דעות
        צרכנות רכב נדל"ן אוכל תיירות חינוך משפט פלילים סלבס כדורגל राजनीति खेल देश विदेश दुनिया व्यापार बिजनेस मनोरंजन
        स्वास्थ्य शिक्षा विज्ञान टेक टेक्नोलॉजी राज्य अपराध धर्म लाइफस्टाइल करियर क्रिकेट बॉलीवुड संपादकीय विचार
        समाचार राष्ट्रीय अंतरराष्ट्रीय अर्थ अर्थ_व्यवसाय अर्थतन्त्र समाज साहित्य कला ब्लग प्रदेश प्रविधि विश्व
        जीवनशैली अन्तर्वार्ता अन्तरवार्ता खेलकुद अन्तर्राष्ट्रिय मुख्य_समाचार फिचर विचार_ब्लग सूचना_प्रविधि রাজনীতি
        খেলা খেলাধুলা বাংলাদেশ বিশ্ব আন্তর্জাতিক অর্থনীতি বাণিজ্য বিনোদন জীবনযাপন প্রযুক্তি শিক্ষা স্বাস্থ্য মতামত
        জাতীয় সারাদেশ চাকরি রাজধানী অপরাধ সাহিত্য ধর্ম அரசியல் விளையாட்டு இந்தியா தமிழகம் உலகம் சினிமா வணிகம்
        தொழில்நுட்பம் ஆரோக்கியம் రాజకీయాలు క్రీడలు సినిమా జాతీయం రాజకీయం രാഷ്ട്രീയം കായികം സിനിമ രാജ്യം രാജ്യാന്തരം
        राजकारण क्रीडा महाराष्ट्र 政治 经济 經濟 国内 国际 國際 社会 社會 体育 體育 娱乐 娛樂 文化 科技 财经 財經 军事
        軍事 教育 健康 旅游 旅遊 汽车 房产 房產 时政 時政 观点 觀點 评论 評論 舆论 地方 港澳 台湾 台灣 兩岸 两岸 生活
        时尚 科学 科學 环保 环境 法治 人事 反腐 理论 产经 金融 股票 食品 能源 传媒 图片 新闻 新聞 要闻 要聞 即时 即時
        滚动 时事 專題 专题 世界 天下 大陸 中國 香港 経済 国際 スポーツ 芸能 エンタメ 環境 医療 暮らし くらし ライフ
        地域 社説 オピニオン 経済_ビジネス ビジネス 野球 サッカー 高校野球 将棋 囲碁 ニュース 速報 主要 事件 災害 選挙
        it テック コラム 連載 話題 文化_芸能 정치 경제 사회 국제 문화 스포츠 연예 과학 기술 기업 증권 부동산 금융 생활
        오피니언 사설 칼럼 지역 전국 세계 it_과학 뉴스 속보 산업 교육 건강 여행 날씨_생활 การเมือง เศรษฐกิจ สังคม กีฬา
        บันเทิง ต่างประเทศ อาชญากรรม ข่าว ข่าวเด่น ธุรกิจ เทคโนโลยี สุขภาพ การศึกษา ไลฟ์สไตล์ ทั่วไทย ภูมิภาค thế_giới
        thời_sự thể_thao giải_trí pháp_luật giáo_dục sức_khỏe đời_sống du_lịch khoa_học số_hóa chính_trị xã_hội
        văn_hóa kinh_tế công_nghệ bất_động_sản bóng_đá პოლიტიკა ეკონომიკა საზოგადოება სპორტი կultура քաղաքականություն
        տնտեսություն սպորտ հասարակություն
        """,
    "listing": """
        category categories categoria categoría categorias categorie catégorie kategorie kategori kategoria kategorija
        rubrik rubriken rubrique rubriques rubric rubrics rubrika rubryka seccion secciones section sections sezione
        sezioni sekce sekcia ressort ressorts tag tags tagged tagg etiqueta etiquetas etiquette schlagwort schlagworte
        stichwort topic topics thema themen theme themes thème thèmes tema temas temi tematy temat tematyka tematika
        dossier dossiers hub hubs channel channels keyword keywords kanal konu konular konusu etiket emne emner ämne
        amne author authors autor autoren autores auteur auteurs autore autori avtor avtory yazar forfatter skribent
        journalist journalists journalisten journaliste staff people person personer personen persons reporter
        reporters contributor contributors by columnist columnistas firmas writers archive archives archiv archivo
        archivos archivio arquivo arkiv arşiv arsiv archiwum arhiva arhiv page pages paged seite pagina página side
        sida strana strona sayfa series serie serien série séries blogs latest latest_news newsticker news_ticker
        ticker schlagzeilen ultimas_noticias ultime_notizie all_news allnews most_read most_popular mostread popular
        lenta index list lists listing collection collections special specials spezial especial especiales speciale
        speciali spesial projects project issue issues edition editions numero kompakt overview übersicht uebersicht
        oversikt more_news newest new sujet sujets evenement tendance label labels term taxonomy location locations
        place places geo team teams club clubs league leagues organisation organization neueste letzte alle_artikel
        alle_themen mehr_themen siste siste_nytt seneste senaste_nytt nyeste najnowsze dernières_nouvelles
        les_plus_lus en_continu fil_info derniere_minute lo_último lo_mas_leido lo_más_visto más_leídas ultimora
        tutte_le_notizie le_più_lette laatste_nieuws meest_gelezen son_haberler tüm_haberler kaikki tuoreimmat лента
        лента_новостей последние_новости все_новости архив архив_новостей темы тема сюжеты сюжет рубрика рубрики теги
        тег автор авторы спецпроекты усі_новини всі_новини останні_новини архів теми автори спецтеми темата архива
        teme tagovi сви_чланци аутор τελευταία_νέα όλεσ_οι_ειδήσεισ αρχείο ετικέτεσ أحدث_الأخبار آخر_الأخبار
        آخر_الاخبار الأكثر_قراءة أرشيف ملفات كتاب برامج_خاصة تازه_ها آخرین_اخبار آرشیو پربازدیدترین חדשות_אחרונות
        מבזקים ארכיון ताजा_समाचार ताजा_खबरें सबै_समाचार टैग आर्काइभ সর্বশেষ আর্কাইভ সব_খবর 最新 最新消息 最新文章 更多
        专栏 專欄 频道 頻道 标签 標籤 热门 熱門 排行 排行榜 一覧 記事一覧 ニュース一覧 新着 新着順 アーカイブ
        バックナンバー 特集 ランキング 連載一覧 全部 최신 최신기사 전체기사 전체 목록 특집 기획 인기 많이_본_뉴스
        ข่าวล่าสุด ล่าสุด ทั้งหมด แท็ก tin_mới mới_nhất tất_cả chủ_đề chuyên_mục chuyen_muc tac_gia terkini terbaru
        indeks terpopuler topik penulis zote kumbukumbu
        """,
    "article": """
        article articles artikel artikels artikkel articulo artículo articulos articolo articoli artigo story stories
        noticia nota notas notizia news_detail newsdetail news_details detail details detay detalj doc clanek članek
        článek cikk hir haber_detay articleshow articleview view viewnews readnews read liveblog live_blog kommentar
        post posts entry entries content contents a p id item materialy material statya uutinen nyhet frett grein
        raksts straipsnis rec node newsstory reportage reportaje gallery_story interactive khabar baca artykul artykuł
        статья новость стаття новина чланак مقال خبر مقاله 記事 文章 기사
        """,
    "account": """
        login log_in logon log_on signin sign_in signup sign_up sign_out logout log_out register registration
        registrieren registrierung anmelden anmeldung abmelden einloggen mein_konto konto mon_compte compte
        se_connecter connexion inscription inscrivez_vous iniciar_sesión iniciar_sesion mi_cuenta cuenta registro
        registrarse registrate regístrate entrar cadastro accedi accesso registrati inloggen aanmelden logg_inn
        logg_in logga_in min_side min_sida log_ind kirjaudu tunnus innskráning zaloguj zaloguj_się logowanie přihlásit
        prihlasit prihlásiť prihlaseni bejelentkezés belepes regisztráció autentificare conectare contul_meu prijava
        registracija prisijungti pieslēgties logi_sisse giriş giris giriş_yap üye_ol uye_girisi üyelik вход войти
        регистрация личный_кабинет увійти вхід реєстрація кабінет профіль σύνδεση εγγραφή تسجيل_الدخول دخول تسجيل
        حسابي ورود ثبت_نام عضویت התחברות הרשמה כניסה लग_इन लॉग_इन साइन_इन लगइन লগইন 登录 登入 注册 註冊 会员 會員
        会員登録 ログイン 無料会員登録 新規登録 マイページ 会員 로그인 회원가입 마이페이지 เข้าสู่ระบบ สมัครสมาชิก
        đăng_nhập đăng_ký dang_nhap masuk daftar log_masuk ingia account accounts my_account myaccount profile profil
        user users member members membership dashboard settings preferences einstellungen merkliste bookmarks saved
        saved_articles lesezeichen favorites password subscribe subscription subscriptions subscriber subscribers
        suscripcion suscripción suscripciones suscríbete suscribete abo abos abonnement abonnements abonnieren
        jetzt_abonnieren abonnez_vous s_abonner abbonati abbonamenti abonneren abonner abonnere bli_abonnent bli_kunde
        prenumerera prenumeration tilaa tilaus áskrift prenumerata predplatné predplatne předplatné pretplata
        előfizetés elofizetes abonare abone_ol abonelik assine assinatura подписка подписаться підписка підписатися
        передплата συνδρομέσ اشتراك اشتركوا اشتراک 订阅 訂閱 購読 購読申し込み お申し込み 구독 구독신청 langganan
        premium plus vip pro digital_abo angebote donate donation donations spenden spende don dons faire_un_don
        soutenir donar dona doneer støtt_oss doações поддержать підтримати підтримай تبرع support support_us
        unterstützen gift gifts newsletter newsletters nyhetsbrev nieuwsbrief nieuwsbrieven boletín boletines boletin
        infolettre lettre_d_information hírlevél uutiskirje bülten рассылка розсилка メルマガ メールマガジン 뉴스레터
        push push_notifications alerts alert email_alerts oauth sso auth wp_login.php wp_admin
        """,
    "legal": """
        karriere about about_us aboutus who_we_are our_team our_story mission masthead leadership contact contacts
        contact_us contactus kontakt kontakty kontakta_oss kontakt_oss contacto contactos contato contactez_nous
        nous_contacter contatti contattaci kontaktieren kontaktformular contactformulier hafa_samband ota_yhteyttä
        kapcsolat impresszum iletişim iletisim künye kunye hakkımızda hakkimizda kontaktai kontakti par_mums impressum
        imprint impresum tiraž redaktion redakce redakcia redakcja redakcija redaktsiya redaction redaccion redazione
        redactie o_nas o_nás om_oss om_os tietoa_meistä um_okkur ueber_uns über_uns qui_sommes_nous quienes_somos
        quiénes_somos quem_somos chi_siamo over_ons despre_noi apie_mus rólunk despre privacy privacy_policy
        privacy_notice privacy_settings privacy_center privacidad politica_de_privacidad politique_de_confidentialité
        confidentialité confidentialite confidentialitate privacidade datenschutz datenschutzerklärung
        datenschutzerklaerung datenschutzhinweise privatsphäre personvern personvernerklæring integritet
        integritetspolicy privatlivspolitik tietosuoja tietosuojaseloste persónuvernd prywatność polityka_prywatności
        ochrana_osobních_údajů soukromí osobni_udaje adatvédelem adatvedelem privatnost politika_privatnosti
        privatumas gizlilik gizlilik_politikası kvkk cookie cookies cookie_policy cookie_settings cookie_notice
        cookie_einstellungen gestion_des_cookies manage_cookies your_privacy_choices do_not_sell gdpr rgpd ccpa
        aydınlatma_metni aydinlatma_metni terms terms_of_use terms_of_service terms_and_conditions terms_conditions
        conditions tos user_agreement agb nutzungsbedingungen nutzungsbasierte_onlinewerbung cgu cgv mentions_legales
        mentions_légales conditions_generales aviso_legal términos términos_y_condiciones terminos condiciones_de_uso
        termos_de_uso note_legali legal legals legal_notice disclaimer rechtliches regulamin obchodní_podmínky
        uvjeti_korištenja termeni kullanım_koşulları kullanim_kosullari künyemiz copyright copyrights copyright_notice
        rights permissions licensing licenses reprints syndication accessibility accessibility_statement
        barrierefreiheit accessibilité accesibilidad tilgjengelighetserklæring tilgængelighed ethics code_of_ethics
        code_of_conduct editorial_policy editorial_standards standards corrections complaints compliance transparency
        transparenz ombudsman funding annual_report press press_releases presse pressemitteilungen press_office
        media_kit mediakit investor_relations investors sitemap site_map mapa_del_sitio plan_du_site careers career
        jobs job jobs_and_careers vacancies vacatures work_with_us work_for_us stellenangebote stellenmarkt praca
        emploi empleo empleos lavora_con_noi ledige_stillinger trabalhe_conosco advertise advertise_with_us
        advertising advertisement advertisers ad_choices adchoices annoncer annonsere annonsera annonser annoncieren
        publicidad publicité publicite pubblicità publicidade anuncie anunciar werbung werben mediadaten adverteren
        reklama reklam reklamy inzerce inzercia hirdetés médiaajánlat oglašavanje oglasavanje marketing auglýsingar
        mainosta publicitate ilan_ver о_нас о_компании о_проекте контакты реклама правила вакансии
        условия_использования политика_конфиденциальности пользовательское_соглашение про_нас про_проєкт контакти
        реклама_на_сайті редакція редакция угода правила_користування политика_приватности контакт маркетинг
        услови_коришћења о_нама импресум за_нас за_реклама επικοινωνία διαφήμιση όροι_χρήσησ ταυτότητα
        πολιτική_απορρήτου ποιοι_είμαστε σχετικά_με_εμάσ من_نحن اتصل_بنا تواصل_معنا سياسة_الخصوصية شروط_الاستخدام
        أعلن_معنا الشروط_والأحكام خريطة_الموقع وظائف درباره_ما تماس_با_ما تبلیغات حریم_خصوصی قوانین ہمارے_بارے_میں
        رابطہ رابطہ_کریں پرائیویسی_پالیسی אודות צור_קשר תנאי_שימוש מדיניות_פרטיות פרסמו_אצלנו נגישות हमारे_बारे_में
        संपर्क संपर्क_करें गोपनीयता_नीति हाम्रो_बारेमा हाम्रो_बारे सम्पर्क विज्ञापन प्रयोगका_सर्त আমাদের_সম্পর্কে
        যোগাযোগ বিজ্ঞাপন গোপনীয়তা_নীতি 关于我们 關於我們 联系我们 聯絡我們 隐私政策 隱私權政策 隱私政策 广告服务
        廣告服務 法律声明 版权声明 招聘 加入我们 网站地图 使用条款 服務條款 服务条款 网站声明 网站律师 信息保护
        呼叫中心 中国互联网举报中心 报社招聘 招聘英才 合作加盟 会社概要 会社案内 お問い合わせ プライバシーポリシー
        個人情報 個人情報保護方針 利用規約 広告掲載 広告 サイトマップ 採用情報 著作権 リンクについて 特定商取引法
        クッキーポリシー サイトポリシー ご利用規約 個人情報の取り扱い 著作権について 회사소개 개인정보처리방침
        개인정보취급방침 이용약관 광고문의 광고안내 제휴문의 고객센터 청소년보호정책 저작권 인재채용 기사제보 윤리강령
        고충처리 ติดต่อเรา เกี่ยวกับเรา นโยบายความเป็นส่วนตัว ติดต่อโฆษณา เงื่อนไข โฆษณา liên_hệ giới_thiệu quảng_cáo
        chính_sách_bảo_mật điều_khoản tentang_kami redaksi pedoman_media_siber kebijakan_privasi kontak_kami
        hubungi_kami iklan kuhusu wasiliana_nasi
        """,
    "tool": """
        search suche buscar busca buscador búsqueda recherche rechercher cerca ricerca zoeken søk sok sök søg haku
        leit szukaj wyszukiwarka hledat vyhledávání hľadať keresés căutare pretraga pretraži paieška meklēt otsing
        arama ara поиск пошук тражи търсене αναζήτηση بحث جستجو חיפוש खोज खोजें অনুসন্ধান 搜索 搜尋 検索 검색 ค้นหา
        tìm_kiếm cari help help_center help_centre hilfe faq faqs ayuda aide assistenza hjelp hjälp hjælp ohje pomoc
        nápověda help_support customer_service kundenservice serviceclient service_client kundeservice kundservice
        klantenservice yardım помощь допомога مساعدة 帮助 幫助 ヘルプ よくある質問 도움말 ช่วยเหลือ feedback send_tip
        tips submit_a_tip leserreporter leserbrief send_us_news rss rss_feeds rss_feed feed feeds atom xml app apps
        mobile_app mobile_apps mobil android ios iphone widget widgets epaper e_paper e_avis eavis e_gazete e_gazette
        enewspaper digital_edition print_edition todays_paper paper zeitung edition_impresa edition_papier
        journal_numerique le_journal edición_impresa kiosko kiosk replica printausgabe 紙面 紙面ビューアー 电子报
        電子報 数字报 지면보기 ई_पेपर इ_पेपर ই_পেপার ای_پیپر weather wetter météo meteo el_tiempo clima il_meteo
        previsao weer vær vaer väder vejret sää veður pogoda počasí pocasi počasie időjárás idojaras vremea vreme
        vremenska_prognoza orai laikapstakļi ilm hava_durumu погода погода_в время καιρόσ الطقس آب_و_هوا موسم
        מזג_אוויר मौसम আবহাওয়া 天气 天氣 天気 날씨 อากาศ thời_tiết cuaca traffic_map verkehr trafikk games game
        spiele spiel jeux juegos jogos giochi spellen spill spel pelit leikir gry hry játékok jocuri igre oyun oyunlar
        игры ігри παιχνίδια ألعاب משחקים खेलें 游戏 ゲーム 게임 puzzles puzzle rätsel raetsel crossword crosswords
        kreuzworträtsel mots_croises mots_fléchés crucigrama sudoku kryssord korsord krydsord křížovky quiz quizzes
        wordle horoscope horoscopes horoskop horoskope horoscopo horóscopo oroscopo horoskooppi гороскоп гороскопы
        ωροσκόπιο ζώδια zodiac burçlar astroloji astrology rashifal राशिफल राशीफल ராசிபலன் রাশিফল حظك_اليوم أبراج
        هوروسكوب 占い 운세 星座 ดูดวง lotto lotterie lottery lotería loteria loterie lotería_nacional piyango
        millî_piyango tv_guide tv_program tv_programm fernsehprogramm programme_tv tv_oversikt programma_tv
        programação tv_rehberi tv_listings program_tv телепрограмма телепрограма programme programmes schedule 番組表
        テレビ番組 편성표 calendar kalender agenda events event veranstaltungen termine eventos evenements calendrier
        etkinlik takvim namaz_vakitleri prayer_times مواقيت_الصلاة stock_quotes quotes kurse börsenkurse boersenkurse
        aktienkurse borsa döviz doviz altin altın_fiyatları currency currency_converter exchange_rates rates
        курс_валют курси_валют курсы_валют wechselkurse calculator calculators rechner brutto_netto_rechner vergleich
        vergleiche tarifvergleich live_scores livescore scores scoreboard standings results fixtures tabelle tabellen
        ergebnisse resultater tulospalvelu puan_durumu classement resultados resultats skor_tablosu canlı_skor
        match_center matchcenter data statistics translate unicode preeti date_converter nepali_date_converter forex
        gold_price
        """,
    "shop": """
        cart checkout basket shop shopping store boutique tienda loja negozio winkel butikk butik kauppa sklep obchod
        áruház webshop market marketplace marktplatz fachhandel magasin ショップ ストア 商城 쇼핑 магазин متجر coupon
        coupons coupon_codes promo_codes promo_code gutschein gutscheine gutscheincodes codes_promo codespromo
        code_promo bons_plans cupones descuentos códigos_descuento codici_sconto kortingscodes kortingscode rabattkode
        rabattkoder rabatkode rabatkoder rabattkod kody_rabatowe slevové_kupony alekupony deals deal best_deals
        angebot schnäppchen offers promotions sponsored sponsored_content partner_content brandcontent branded_content
        brand_studio brandstudio advertorial advertorials publireportage annonsørinnhold annonsorinnhold
        betalt_innhold anzeige anzeigen kleinanzeigen classifieds clasificados annonces petites_annonces annunci
        ogłoszenia inzeráty oglasi ilanlar seri_ilanlar объявления оголошення immobilienmarkt immo_markt automarkt
        autoscout jobbörse jobboerse job_board jobbsøk traueranzeigen todesanzeigen trauer trauerportal obituaries
        obituary death_notices avis_de_deces esquelas necrologie nekrologi dødsannonser minnesida gedenken vefat
        dating partnersuche partnerbörse singles casino casinos betting wetten sportwetten paris_sportifs apuestas
        bonus kredit kredite kreditkarten kreditkort versicherung insurance loans girokonto strom gas dsl handytarife
        leserreisen leser_reisen viajes_club hotels flights tickets ticket club vorteilswelt vorteilsclub advantage
        rewards competition competitions contests contest gewinnspiel gewinnspiele concours sorteos konkurrencer
        tävlingar çekiliş wine weinshop wein academy akademie akademi masterclass webinar webinare conference
        conferences summit studium studienwahl education_guide partner partners partner_offers business_services
        services service dienste servicios diensten hizmetler serviços buchshop merch merchandise kaufberater
        kaufkompass produkttests testberichte produktvergleich affiliate buying_guide recommends select wirecutter
        gids auktion auktionen versteigerung
        """,
    "media": """
        video videos vídeo vídeos wideo видео відео βίντεο فيديو فیديو ویدیو ویدئو ویڈیو וידאו वीडियो भिडियो ভিডিও
        视频 視頻 影音 動画 動画ニュース 동영상 영상 วิดีโอ คลิป live live_tv livetv tv television web_tv webtv
        tv_live direct en_direct en_vivo ao_vivo diretta live_stream livestream livestreams canlı_yayın canli_yayin
        прямой_эфир прямий_ефір эфир مباشر البث_المباشر البث_الحي بث_مباشر پخش_زنده ライブ 直播 생중계 live_radio
        radio radios ràdio радио радіо ραδιόφωνο راديو ラジオ 라디오 广播 podcast podcasts podkast podcasty подкаст
        подкасты подкасти بودكاست پادکست 播客 ポッドキャスト 팟캐스트 audio audios hören hoeren listen escuchar
        écouter lyssna lyt kuuntele photo photos foto fotos fotografie fotogalerie fotogalerien fotostrecken bilder
        bilderstrecken bildergalerie bilder_serien fotogaleria fotogalería fotogalerías galerie galeries galería
        galerías galerias galeria galleria fotogallery foto_galeri foto_galeriler gallery galleries picture pictures
        pictures_of_the_day images slideshow slideshows photo_gallery фото фотогалерея фоторепортаж фотогалереї
        φωτογραφίεσ صور معرض_الصور عکس تصاویر תמונות तस्वीर तस्वीरें फोटो ফটো ছবি 图集 寫真 写真 フォト 写真館 포토
        사진 ภาพ ภาพข่าว ảnh infographic infographics infografik infografiken graphics visual visuals cartoons cartoon
        comics caricatura caricaturas karikatur karikaturen карикатура mediathek mediateca mediatheque replay vod
        player watch play iplayer shows show emissions émissions programas programmi sendung sendungen programy
        emisije передачи программы програми برامج البرامج مسلسلات tv_shows episode episodes web_stories webstories
        web_story shorts reels clips clip trailers tiktok videothek
        """,
    "share": """
        share sharer share_on teilen partager compartir condividi delen del dela jaa udostępnij sdílet paylaş
        поделиться поділитися مشاركة شارك 分享 シェア 공유 แชร์ chia_sẻ bagikan facebook twitter x whatsapp telegram
        instagram youtube linkedin pinterest reddit tumblr flipboard messenger viber line weibo wechat kakao threads
        bluesky mastodon snapchat xing email e_mail mail mailto print drucken imprimer imprimir stampa skriv_ut
        tulosta drukuj yazdır распечатать друк طباعة 印刷 打印 인쇄 copy_link copy comment comments add_comment
        leave_a_comment post_comment kommentieren commenter commentaires comentarios comentar commenti reacties
        kommentarer komentarze komentari yorum yorumlar yorum_yap комментарии коментарі تعليق تعليقات reply replies
        respond send replytocom コメント 댓글 cancel_reply follow follow_us folgen suivre seguir google_news
        wp_content wp_json cdn_cgi download downloads report report_error melden
        """,
    "more": """
        read_more more mehr weiterlesen mehr_lesen mehr_erfahren lire_la_suite en_savoir_plus leer_más leer_mas
        ver_más ver_mas seguir_leyendo continue_reading continue full_story read_full_story leggi leggi_tutto continua
        lees_meer meer les_mer läs_mer læs_mere lue_lisää czytaj czytaj_więcej czytaj_dalej číst_dále více viac tovább
        citește_mai_mult više opširnije skaityti_daugiau devamı devamını_oku читать читать_далее подробнее далее
        читати_далі детальніше більше прочетете още διαβάστε_περισσότερα περισσότερα اقرأ_المزيد المزيد ادامه
        ادامه_مطلب بیشتر مزید_پڑھیں קרא_עוד עוד और_पढ़ें थप पूरा_पढ्नुहोस् বিস্তারিত আরও আরও_পড়ুন 阅读更多 閱讀全文
        阅读全文 详细 詳細 続きを読む もっと見る もっと読む 더보기 전체보기 อ่านต่อ อ่านเพิ่มเติม xem_thêm xem_tiếp
        selengkapnya baca_selengkapnya lihat_semua soma_zaidi zaidi see_all view_all show_all all alle alle_anzeigen
        voir_tout tout_voir tous_les_articles ver_todo ver_todos ver_todas vedi_tutti vedi_tutte alles_bekijken
        se_alle visa_alla se_mer zobacz_więcej zobacz_wszystkie zobrazit_více tümü tümünü_gör все все_материалы усі
        δείτε_όλα عرض_الكل عرض_المزيد مشاهده_همه सबै सबै_हेर्नुहोस् सभी_देखें 查看更多 すべて見る 一覧へ 一覧を見る
        """,
    "pager": """
        next previous prev older newer older_posts newer_posts older_entries load_more show_more page first last
        weiter nächste vorherige zurück letzte_seite suivant suivante précédent précédente page_suivante siguiente
        siguientes anterior anteriores próximo próxima seguinte successivo successiva avanti precedente indietro
        volgende vorige neste forrige nästa föregående næste seuraava edellinen næsta następna następny poprzednia
        další následující předchozí ďalej következő előző următoarea următor următoarele anterioară sljedeća sledeća
        prethodna kitas nākamā järgmine sonraki önceki следующая предыдущая вперед назад показать_еще наступна
        попередня далі следваща предишна επόμενη προηγούμενη التالي السابق بعدی قبلی הבא הקודם अगला पिछला अगाडि पछाडि
        পরবর্তী পূর্ববর্তী 下一页 上一页 下一頁 上一頁 次へ 前へ 次のページ 다음 이전 ถัดไป ก่อนหน้า tiếp trước
        trang_sau selanjutnya berikutnya sebelumnya load_more_news meer_laden mehr_laden
        """,
}
GROUPS = tuple(_WORDS)
BITS = {name: 1 << place for place, name in enumerate(GROUPS)}


def _bits_of_words() -> dict[str, int]:
    found: dict[str, int] = {}
    for name, text in _WORDS.items():
        for word in text.split():
            found[word] = found.get(word, 0) | BITS[name]
    return found


_BITS_OF = _bits_of_words()
_EDGES = " \t\n.,:;!?…·•|/\\\"'«»„“”‘’()[]{}<>›‹→←»–—-_+*#&@~^=%$€£、。！？：「」『』【】（）·　"
_WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WIDEST = 8
"""Characters of the longest word that is looked for inside a label without spaces."""


@lru_cache(maxsize=16384)
def word_bits(stem: str) -> int:
    """The groups of a part of an address, lower case: as a whole, or of its words if there are two or three.

    >>> word_bits("about-us") == BITS["legal"], word_bits("winter-2026-weather") == 0
    (True, False)
    """
    name = stem.replace("-", "_").replace("+", "_").replace(" ", "_")
    bits = _BITS_OF.get(name, 0)
    if bits or "_" not in name:
        return bits
    parts = [part for part in name.split("_") if part]
    if len(parts) <= 3:
        for part in parts:
            bits |= _BITS_OF.get(part, 0)
    return bits


@lru_cache(maxsize=16384)
def label_bits(text: str) -> int:
    """The groups of an anchor's text, as a whole or, of up to three words, of each.

    >>> label_bits("» Über uns") == BITS["legal"], label_bits("国际新闻") == BITS["section"]
    (True, True)
    """
    if len(text) > 40:
        return 0
    words = [word for part in text.casefold().split() if (word := part.strip(_EDGES))]
    if not words or len(words) > 4:
        return 0
    bits = _BITS_OF.get("_".join(words), 0)
    if bits:
        return bits
    if len(words) > 1:
        for word in words:
            bits |= _BITS_OF.get(word, 0)
        return bits
    return _bits_within(words[0]) if _WIDE.match(words[0]) and len(words[0]) <= _WIDEST else 0


def _bits_within(word: str) -> int:
    """Groups of the words that begin or end a word of a script without spaces."""
    bits = 0
    for size in range(2, len(word)):
        bits |= _BITS_OF.get(word[:size], 0) | _BITS_OF.get(word[-size:], 0)
    return bits
