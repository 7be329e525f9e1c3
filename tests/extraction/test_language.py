"""Languages are told from a few sentences, and not from less."""

from __future__ import annotations

import pytest

from newscrawl.extraction.language import detect_language, language_tag


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The harbour was closed for the night, and the last ferry had left before anyone could say why.",
        ),
        (
            "de",
            "Der Hafen war für die Nacht geschlossen, und die letzte Fähre war schon weg, als man es im Ort erfuhr.",
        ),
        (
            "fr",
            "Le port était fermé pour la nuit, et le dernier bac avait quitté le quai quand la nouvelle est venue.",
        ),
        (
            "es",
            "El puerto estaba cerrado por la noche y el último barco había salido antes de que se supiera allí.",
        ),
        ("pt", "O porto estava fechado durante a noite e o último barco já não se via quando a notícia chegou à vila."),
        (
            "it",
            "Il porto era chiuso per la notte e l'ultimo battello era già partito quando la notizia è arrivata.",
        ),
        (
            "nl",
            "De haven was voor de nacht gesloten en de laatste boot was al weg toen het bericht in het dorp aankwam.",
        ),
        ("sv", "Hamnen var stängd för natten och den sista färjan hade redan gått när beskedet kom till byn på ön."),
        ("pl", "Port był zamknięty na noc, a ostatni prom odpłynął, zanim wiadomość o tym dotarła do wsi na wyspie."),
        (
            "tr",
            "Liman gece için kapatıldı ve son vapur bu haber köye ulaşmadan önce ayrılmıştı, ancak kimse görmedi.",
        ),
        (
            "fi",
            "Satama oli suljettu yöksi, ja viimeinen lautta oli jo lähtenyt, kun tieto siitä tuli kylään, mutta ei.",
        ),
        (
            "id",
            "Pelabuhan itu ditutup untuk malam ini dan kapal terakhir telah berangkat dengan penumpang yang penuh.",
        ),
        (
            "ru",
            "Порт был закрыт на ночь, и паром уже ушёл, когда об этом стало известно в деревне на острове.",
        ),
        (
            "uk",
            "Порт був закритий на ніч, і останній пором уже пішов, коли про це стало відомо в селі, що на острові.",
        ),
        ("ar", "كان الميناء مغلقا في الليل وغادرت العبارة الأخيرة قبل أن يصل الخبر إلى القرية التي تقع على الجزيرة"),
        (
            "fa",
            "بندر برای شب بسته شد و آخرین کشتی پیش از آن که خبر به روستا برسد از اسکله رفته بود و هیچ کس آن را ندید",
        ),
        ("hi", "बंदरगाह रात के लिए बंद कर दिया गया था और आखिरी नाव गाँव में खबर पहुँचने से पहले ही जा चुकी थी"),
        ("ja", "港は夜のあいだ閉鎖され、最後の連絡船はすでに出航していた。島の村に知らせが届いたのは翌朝だった。"),
        ("zh", "港口夜间关闭，消息传到岛上村庄之前，最后一班渡轮已经离开。第二天早晨才恢复通航。"),
        (
            "ko",
            "항구는 밤에 폐쇄되었고 마지막 여객선은 소식이 섬마을에 전해지기 전에 이미 떠났다. 다음 날 다시 열렸다.",
        ),
        (
            "el",
            "Το λιμάνι ήταν κλειστό για τη νύχτα και το τελευταίο πλοίο είχε ήδη φύγει όταν το νέο έφτασε στο χωριό.",
        ),
        (
            "no",
            "Havnen var stengt for natten, og den siste fergen hadde allerede gått da beskjeden kom til bygda på øya.",
        ),
        (
            "da",
            "Havnen var lukket for natten, og den sidste færge var allerede sejlet, da beskeden nåede frem "
            "til byen på øen.",
        ),
        (
            "cs",
            "Přístav byl na noc uzavřen a poslední trajekt už odplul, než se zpráva dostala do vesnice na ostrově.",
        ),
        (
            "sk",
            "Prístav bol na noc zatvorený a posledný trajekt už odplával, kým sa správa dostala do dediny na ostrove.",
        ),
        (
            "sl",
            "Pristanišče je bilo čez noč zaprto in zadnji trajekt je že odplul, preden je novica prispela v "
            "vas na otoku.",
        ),
        (
            "ro",
            "Portul a fost închis pe timpul nopții, iar ultimul feribot plecase deja înainte ca vestea să "
            "ajungă în satul de pe insulă.",
        ),
        (
            "hu",
            "A kikötőt éjszakára lezárták, és az utolsó komp már elindult, mielőtt a hír eljutott volna a "
            "sziget falujába.",
        ),
        (
            "vi",
            "Cảng đã đóng cửa vào ban đêm và chuyến phà cuối cùng đã rời bến trước khi tin tức đến được "
            "ngôi làng trên đảo.",
        ),
        (
            "tl",
            "Isinara ang pantalan sa gabi at nakaalis na ang huling lantsa bago pa man nakarating ang "
            "balita sa nayon sa isla.",
        ),
        (
            "ca",
            "El port estava tancat durant la nit i l'últim transbordador ja havia marxat abans que la "
            "notícia arribés al poble de l'illa.",
        ),
        (
            "gl",
            "O porto estaba pechado pola noite e o último barco xa saíra antes de que a noticia chegase á "
            "aldea da illa.",
        ),
        (
            "eu",
            "Portua itxita zegoen gauerako, eta azken ferrya jada irtenda zegoen albistea uharteko herrira "
            "iritsi baino lehen.",
        ),
        (
            "et",
            "Sadam oli ööseks suletud ja viimane praam oli juba lahkunud, enne kui uudis saarel asuvasse külla jõudis.",
        ),
        (
            "lv",
            "Osta pa nakti bija slēgta, un pēdējais prāmis jau bija aizbraucis, pirms ziņa sasniedza ciematu uz salas.",
        ),
        (
            "lt",
            "Uostas nakčiai buvo uždarytas, o paskutinis keltas jau buvo išplaukęs, kol žinia pasiekė kaimą saloje.",
        ),
        (
            "sq",
            "Porti ishte i mbyllur për natën dhe trageti i fundit ishte nisur tashmë para se lajmi të "
            "arrinte në fshatin e ishullit.",
        ),
        (
            "is",
            "Höfninni var lokað um nóttina og síðasta ferjan hafði þegar lagt úr höfn áður en fréttin barst "
            "til þorpsins á eyjunni.",
        ),
        (
            "af",
            "Die hawe was vir die nag gesluit en die laaste veerboot het reeds vertrek voordat die nuus die "
            "dorpie op die eiland bereik het.",
        ),
        (
            "cy",
            "Roedd yr harbwr ar gau dros nos ac roedd y fferi olaf eisoes wedi gadael cyn i'r newyddion "
            "gyrraedd y pentref ar yr ynys.",
        ),
        (
            "ga",
            "Bhí an cuan dúnta don oíche agus bhí an bád farantóireachta deireanach imithe sular shroich an "
            "scéal an sráidbhaile ar an oileán.",
        ),
        ("be", "Порт быў зачынены на ноч, і апошні паром ужо адплыў, перш чым навіна дайшла да вёскі на востраве."),
        (
            "bg",
            "Пристанището беше затворено през нощта и последният ферибот вече беше тръгнал, преди новината "
            "да стигне до селото на острова.",
        ),
        (
            "mk",
            "Пристаништето беше затворено преку ноќ, а последниот траект веќе замина пред веста да стигне "
            "до селото на островот.",
        ),
        ("kk", "Порт түнге жабылды, ал соңғы паром хабар аралдағы ауылға жеткенге дейін кетіп қалған еді."),
        (
            "mn",
            "Боомтыг шөнөөр хаасан бөгөөд мэдээ арал дээрх тосгонд хүрэхээс өмнө сүүлчийн усан онгоц аль "
            "хэдийн хөдөлсөн байв.",
        ),
        (
            "ur",
            "بندرگاہ رات کے لیے بند تھی اور آخری کشتی اس سے پہلے ہی روانہ ہو چکی تھی کہ خبر جزیرے کے گاؤں تک پہنچتی۔",
        ),
        ("ps", "بندر د شپې لپاره تړل شوی و او وروستۍ بېړۍ مخکې له دې چې خبر د ټاپو کلي ته ورسېږي روانه شوې وه."),
        ("ku", "Bender bi şev hatibû girtin û keştiya dawî berî ku nûçe bigihîje gundê li ser giravê ji xwe çûbû."),
        (
            "mr",
            "बंदर रात्रीसाठी बंद करण्यात आले होते आणि बातमी बेटावरील गावात पोहोचण्यापूर्वीच शेवटची बोट निघून गेली होती.",
        ),
        ("ne", "बन्दरगाह रातका लागि बन्द गरिएको थियो र टापुको गाउँमा खबर पुग्नुअघि नै अन्तिम डुङ्गा छुटिसकेको थियो।"),
        ("he", "הנמל היה סגור ללילה והמעבורת האחרונה כבר יצאה לפני שהידיעה הגיעה לכפר שבאי."),
        ("th", "ท่าเรือปิดให้บริการในเวลากลางคืน และเรือข้ามฟากลำสุดท้ายออกไปแล้วก่อนที่ข่าวจะไปถึงหมู่บ้านบนเกาะ"),
        ("bn", "রাতের জন্য বন্দরটি বন্ধ ছিল এবং দ্বীপের গ্রামে খবর পৌঁছানোর আগেই শেষ ফেরিটি ছেড়ে গিয়েছিল।"),
        (
            "ta",
            "துறைமுகம் இரவு நேரத்தில் மூடப்பட்டிருந்தது, தீவிலுள்ள கிராமத்திற்குச் செய்தி சென்றடைவதற்கு "
            "முன்பே கடைசிப் படகு புறப்பட்டுவிட்டது.",
        ),
        ("te", "ఓడరేవు రాత్రి కోసం మూసివేయబడింది మరియు ద్వీపంలోని గ్రామానికి వార్త చేరకముందే చివరి పడవ బయలుదేరింది."),
        ("kn", "ಬಂದರು ರಾತ್ರಿಗಾಗಿ ಮುಚ್ಚಲ್ಪಟ್ಟಿತ್ತು ಮತ್ತು ದ್ವೀಪದ ಹಳ್ಳಿಗೆ ಸುದ್ದಿ ತಲುಪುವ ಮೊದಲೇ ಕೊನೆಯ ದೋಣಿ ಹೊರಟಿತ್ತು."),
        (
            "ml",
            "തുറമുഖം രാത്രിയിൽ അടച്ചിരുന്നു, ദ്വീപിലെ ഗ്രാമത്തിൽ വാർത്ത എത്തുന്നതിനുമുമ്പ് അവസാന ബോട്ട് പുറപ്പെട്ടിരുന്നു.",
        ),
        ("gu", "બંદર રાત માટે બંધ હતું અને ટાપુ પરના ગામમાં સમાચાર પહોંચે તે પહેલાં છેલ્લી હોડી નીકળી ગઈ હતી."),
        ("pa", "ਬੰਦਰਗਾਹ ਰਾਤ ਲਈ ਬੰਦ ਸੀ ਅਤੇ ਟਾਪੂ ਦੇ ਪਿੰਡ ਤੱਕ ਖ਼ਬਰ ਪਹੁੰਚਣ ਤੋਂ ਪਹਿਲਾਂ ਹੀ ਆਖਰੀ ਕਿਸ਼ਤੀ ਰਵਾਨਾ ਹੋ ਚੁੱਕੀ ਸੀ।"),
        ("si", "වරාය රාත්‍රියට වසා තිබූ අතර දූපතේ ගම්මානයට පුවත ළඟා වීමට පෙර අවසන් බෝට්ටුව පිටත්ව ගොස් තිබුණි."),
        (
            "ka",
            "ნავსადგური ღამით დაკეტილი იყო და ბოლო ბორანი უკვე წასული იყო, სანამ ამბავი კუნძულის სოფლამდე მიაღწევდა.",
        ),
        ("hy", "Նավահանգիստը գիշերը փակ էր, և վերջին լաստանավն արդեն մեկնել էր, նախքան լուրը կհասներ կղզու գյուղ։"),
        ("am", "ወደቡ ለሌሊቱ ተዘግቶ ነበር እናም ዜናው በደሴቲቱ ላይ ወዳለው መንደር ከመድረሱ በፊት የመጨረሻው ጀልባ ሄዶ ነበር።"),
        ("km", "កំពង់ផែត្រូវបានបិទនៅពេលយប់ ហើយសាឡាងចុងក្រោយបានចេញដំណើររួចទៅហើយ មុនពេលដំណឹងទៅដល់ភូមិនៅលើកោះ។"),
        ("lo", "ທ່າເຮືອປິດໃນຕອນກາງຄືນ ແລະ ເຮືອຂ້າມຟາກລໍາສຸດທ້າຍໄດ້ອອກໄປແລ້ວກ່ອນທີ່ຂ່າວຈະໄປເຖິງບ້ານຢູ່ເກາະ."),
        (
            "my",
            "ဆိပ်ကမ်းကို ညဘက်တွင် ပိတ်ထားပြီး ကျွန်းပေါ်ရှိ ရွာသို့ သတင်းမရောက်မီ နောက်ဆုံး ကူးတို့သင်္ဘော ထွက်ခွာသွားခဲ့သည်။",
        ),
        (
            "zh",
            "港口夜間關閉，消息傳到島上村莊之前，最後一班渡輪已經離開。第二天早晨才恢復通航，居民們都感到鬆了一口氣。",
        ),
        (
            "az",
            "Liman gecə üçün bağlanmışdı və xəbər adadakı kəndə çatmazdan əvvəl sonuncu bərə artıq yola düşmüşdü.",
        ),
        (
            "eo",
            "La haveno estis fermita dum la nokto, kaj la lasta pramŝipo jam foriris antaŭ ol la novaĵo "
            "atingis la vilaĝon sur la insulo.",
        ),
        (
            "mt",
            "Il-port kien magħluq għal-lejl u l-aħħar vapur kien diġà telaq qabel ma l-aħbar waslet "
            "fir-raħal fuq il-gżira.",
        ),
    ],
)
def test_language_of_a_text(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "Rain ends", "港", "1 2 3 4 5 " * 30, "\ud800" * 80, "\x00" * 80])
def test_what_is_too_little_has_no_language(text: str) -> None:
    assert detect_language(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "xyq vrrt lmmp kjhw qqzt bnmv wrtp zxcv fghj qwrt plkm nbvc dfgh sdfg wqzx jklp mnbv tzrq",
        "3-1 (2-0) 4-4 12:30 7,5 % " * 8 + "FC SV TSV VfB 1. 2. 3. " * 10,
        "Moor, Tide, Larkspur, Ellerholm, Vell, Ostrand, Birk, Quill, Harrow, Denholm, Sorrel, Wick",
    ],
    ids=["no words", "results", "names"],
)
def test_what_is_no_language_has_none(text: str) -> None:
    assert detect_language(text) is None


ENGLISH = "The harbour was closed for the night, and the last ferry had left before anyone could say why. " * 10
GERMAN = "Der Hafen war für die Nacht geschlossen, und die letzte Fähre war schon weg, als man davon erfuhr. " * 10


def test_a_text_half_in_another_language_has_none() -> None:
    assert detect_language(ENGLISH + GERMAN) is None


def test_a_long_quotation_does_not_change_the_language() -> None:
    assert detect_language(GERMAN[:200] + ENGLISH) == "en"
    assert detect_language(ENGLISH[:200] + GERMAN + ENGLISH[:100]) == "de"


def test_a_text_of_one_of_two_close_languages_gets_one_of_them() -> None:
    text = "Luka je bila zatvorena preko noći, a posljednji trajekt već je isplovio prije nego što je vijest stigla."
    assert detect_language(text) in ("hr", "bs", "sr")


def test_capitals_are_of_the_same_language() -> None:
    assert detect_language(ENGLISH.upper()) == "en"


def test_a_lone_surrogate_changes_nothing() -> None:
    assert detect_language("\ud800" + ENGLISH) == "en"


@pytest.mark.parametrize(
    ("claim", "tag"),
    [("en", "en"), ("EN_us", "en-US"), ("zh-hans-cn", "zh-Hans-CN"), ("es-419", "es-419"), ("de-DE-1996", "de-DE"),
     ("English", None), ("", None), (None, None), ("x", None)],
)  # fmt: skip
def test_claims_become_tags(claim: str | None, tag: str | None) -> None:
    assert language_tag(claim) == tag
