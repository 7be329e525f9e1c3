"""What pagers say in many languages: next, older, more, back, part 2 of 3, all on one page."""

from __future__ import annotations

import re
from functools import lru_cache

from newscrawl.extraction import words

_DIGITS = re.compile(r"[\d()/]+")
_LONGEST = 60


def _labels(text: str) -> frozenset[str]:
    # The same folding as what they are compared with: it takes the vowel signs of Indic and Thai words away.
    return frozenset(words.label(phrase) for phrase in words.word_set(text)) - {""}


@lru_cache(maxsize=16384)
def spoken(text: str) -> str:
    """A link's text as the sets below have it: its words, lower case, numbers left out. "" for long texts.

    >>> spoken(" Next 20 » ")
    'next'
    """
    return words.label(_DIGITS.sub(" ", text)) if len(text) <= _LONGEST else ""


def says(text: str, labels: frozenset[str]) -> bool:
    """Whether a link's text is one of these, numbers aside.

    >>> says("Next 20 »", NEXT), says("次の10件", NEXT), says("Next story", NEXT)
    (True, True, False)
    """
    return spoken(text) in labels


NEXT = _labels(
    """
    next | next page | next posts | next results | go to next page | next articles | next entries
    page suivante | nächste | nächste seite | weiter | vor | weiter blättern | weitere | suivant | suivante
    suivants | la suite | siguiente | siguientes | página siguiente | pagina siguiente | próxima | próximo
    próxima página | seguinte | página seguinte | seguintes | próximas | avanti | successiva | successivo
    successivi | pagina successiva | prossima | prossima pagina | següent | pàgina següent | hurrengoa
    seguinte páxina | volgende | volgende pagina | verder | nästa | nästa sida | næste | næste side | neste
    neste side | næsta | næsta síða | seuraava | seuraava sivu | seuraavat | järgmine | järgmine leht | nākamā
    nākamā lapa | tālāk | kitas | toliau | kitas puslapis | następna | następna strona | następne | dalej
    další | další stránka | další strana | následující | ďalšia | ďalej | ďalšie | nasledujúca | naslednja
    naslednja stran | naprej | sljedeća | sljedeća stranica | sljedeće | sledeća | sledeća strana | sledeće
    dalje | следећа | следећа страна | даље | следна | следно | следваща | следваща страница | напред
    următoarea | următor | următorul | pagina următoare | înainte | következő | következő oldal | tovább
    tjetra | faqja tjetër | më tej | επόμενη | επόμενη σελίδα | επόμενο | επόμενα | sonraki | sonraki sayfa
    ileri | növbəti | sonrakı | növbəti səhifə | keyingi | keyingi sahifa | келесі | келесі бет | кийинки
    дараах | дараагийн | следующая | следующая страница | следующие | след | далее | вперед | вперёд | дальше
    наступна | наступна сторінка | наступні | далі | уперед | наступная | далей | შემდეგი | შემდეგი გვერდი
    հաջորդ | հաջորդը | հաջորդ էջ | التالي | التالية | الصفحة التالية | التالى | الصفحة القادمة | بعدی | صفحه بعد
    صفحه بعدی | بعد | اگلا | اگلا صفحہ | اگلے | מאמרים הבאים | הבא | הבאה | לדף הבא | לעמוד הבא | העמוד הבא
    הדף הבא | अगला | अगले | अगला पृष्ठ | अगला पेज | आगे | पुढे | पुढील | पुढील पान | अर्को | अर्को पृष्ठ
    পরবর্তী | পরের পাতা | পরবর্তী পাতা | পরবর্তী পৃষ্ঠা | আরও সামনে | ਅਗਲਾ | ਅੱਗੇ | આગળ | આગળનું | அடுத்து
    அடுத்த | அடுத்த பக்கம் | తదుపరి | తరువాత | తదుపరి పేజీ | ಮುಂದಿನ | ಮುಂದಿನ ಪುಟ | ಮುಂದೆ | അടുത്തത്
    അടുത്ത പേജ് | ඊළඟ | මීළඟ | ถัดไป | หน้าถัดไป | ต่อไป | หน้าต่อไป | ຕໍ່ໄປ | ໜ້າຕໍ່ໄປ | បន្ទាប់ | ទំព័របន្ទាប់
    နောက်တစ်ခု | နောက်စာမျက်နှာ | ရှေ့သို့ | 下一页 | 下一頁 | 下页 | 下頁 | 后一页 | 後一頁 | 后页 | 下一个页面
    翻下页 | 次へ | 次のページ | 次ページ | 次 | 次の 件 | 次ページへ | 次のページへ | 次へ進む | 다음
    다음 페이지 | 다음페이지 | 다음 페이지로 | berikutnya | selanjutnya | halaman berikutnya
    halaman selanjutnya | seterusnya | halaman seterusnya | laman seterusnya | susunod | susunod na pahina
    tiếp | tiếp theo | trang sau | trang tiếp | trang tiếp theo | trang kế | sau | inayofuata | ifuatayo
    ukurasa unaofuata | mbele | volgende bladsy | ቀጣይ | ቀጣይ ገጽ | soo socda
    """
)

OLDER = _labels(
    """
    older | previous posts | previous entries | previous articles | previous stories | older posts
    older stories | older entries | older articles | older news | older post | view older | ältere beiträge
    ältere artikel | ältere | ältere einträge | ältere meldungen | articles plus anciens | plus anciens
    articles précédents | billets plus anciens | anciens articles | entradas anteriores | más antiguas
    entradas antiguas | entradas más antiguas | noticias anteriores | postagens mais antigas
    posts mais antigos | mais antigas | mensagens antigas | publicações mais antigas | articoli precedenti
    post più vecchi | più vecchi | oudere berichten | oudere artikelen | ouder | äldre inlägg | äldre nyheter
    ældre indlæg | ældre | eldre innlegg | eldre | eldri færslur | vanhemmat | vanhemmat artikkelit | vanemad
    vanemad postitused | vecāki ieraksti | senesni įrašai | senesni | starsze posty | starsze wpisy | starsze
    starší | starší příspěvky | staršie články | staršie | starejše | starejši prispevki | starije
    starije objave | stariji članci | старије | по стари | по-стари публикации | mai vechi | articole mai vechi
    régebbi | régebbi bejegyzések | korábbi bejegyzések | παλαιότερα | παλαιότερες αναρτήσεις | παλαιότερα άρθρα
    eski | daha eski | eski yazılar | daha eski kayıtlar | eski kayıtlar | более ранние | старые записи
    предыдущие записи | более старые | ранее | старіші | старіші записи | أقدم | مقالات أقدم | المشاركات الأقدم
    رسائل أقدم | قدیمی تر | نوشته‌های پیشین | مطالب قدیمی تر | پرانی پوسٹیں | ישנים יותר | רשומות קודמות
    פוסטים ישנים יותר | पुराने | पुरानी पोस्ट | पुराने पोस्ट | पुरानी खबरें | পুরাতন | পুরোনো পোস্ট
    পুরানো পোস্ট | பழைய | பழைய இடுகைகள் | పాత పోస్ట్‌లు | เก่ากว่า | บทความที่เก่ากว่า | เรื่องเก่า | 更早
    较早的文章 | 较旧的文章 | 早期文章 | 舊文章 | 較舊的文章 | 以前の記事 | 過去の記事 | 古い記事 | 古い投稿
    前の投稿へ | 이전 글 목록 | 지난 기사 | 오래된 글 | postingan lama | lebih lama | tulisan lama
    catatan lama | cũ hơn | bài đăng cũ hơn | tin cũ hơn | machapisho ya zamani
    """
)
"""Said by lists that run back in time."""

MORE = _labels(
    """
    more | load more | show more | view more | see more | more stories | more news | more articles | more posts
    more results | load more articles | load more posts | load more stories | load more news
    show more articles | mehr | mehr laden | mehr anzeigen | weitere laden | weitere artikel
    weitere artikel laden | weitere meldungen | weitere beiträge | mehr artikel | plus | voir plus
    afficher plus | charger plus | plus d articles | charger plus d articles | voir plus d articles | ver más
    cargar más | mostrar más | más noticias | más artículos | ver más noticias | ver mais | carregar mais
    mostrar mais | mais notícias | altro | mostra altro | carica altro | carica altri | carica altri articoli
    altre notizie | mostra di più | veure més | carregar més | meer | meer laden | toon meer | laad meer
    meer nieuws | mer | ladda mer | visa mer | ladda fler | visa fler | fler artiklar | mere | vis mere
    hent flere | indlæs flere | last inn mer | vis mer | vis flere | meira | sækja meira | lisää | näytä lisää
    lataa lisää | rohkem | näita rohkem | lae juurde | vairāk | rādīt vairāk | daugiau | rodyti daugiau
    rodyti daugiau naujienų | więcej | pokaż więcej | załaduj więcej | zobacz więcej | více | načíst další
    zobrazit další | zobrazit více | načítať ďalšie | načítať viac | zobraziť viac | več | prikaži več
    naloži več | više | prikaži više | učitaj više | učitaj još | još vesti | још | прикажи више | покажи още
    зареди още | още | mai mult | mai multe | încarcă mai multe | vezi mai multe | afișează mai multe | több
    továbbiak | mutass többet | több betöltése | még több | më shumë | shfaq më shumë | περισσότερα
    φόρτωση περισσότερων | δείτε περισσότερα | daha fazla | daha fazla göster | daha fazla yükle | daha çox
    koʻproq | yana | көбірек | ещё | еще | показать ещё | показать еще | загрузить ещё | загрузить еще
    больше новостей | ещё новости | ще | показати ще | завантажити ще | більше новин | більше | яшчэ | მეტი
    მეტის ნახვა | ավելին | տեսնել ավելին | المزيد | عرض المزيد | تحميل المزيد | مزيد | أظهر المزيد | بیشتر
    نمایش بیشتر | موارد بیشتر | مزید | مزید دیکھیں | עוד | טען עוד | הצג עוד | לעוד כתבות | और | और देखें
    और पढ़ें खबरें | अधिक | अधिक लोड करें | आणखी | आणखी पहा | আরও | আরও দেখুন | আরো | আরো দেখুন | மேலும்
    మరిన్ని | ಇನ್ನಷ್ಟು | കൂടുതൽ | ดูเพิ่มเติม | โหลดเพิ่ม | เพิ่มเติม | โหลดเพิ่มเติม | ເພີ່ມເຕີມ | មើលបន្ថែម
    更多 | 加载更多 | 查看更多 | 点击加载更多 | 载入更多 | 更多新闻 | 載入更多 | 看更多 | 更多新聞 | もっと見る
    もっと読む | さらに表示 | さらに読み込む | 더보기 | 더 보기 | 더 불러오기 | muat lebih banyak | lebih banyak
    muat lainnya | selengkapnya | lihat lainnya | lagi | papar lagi | tải thêm | xem thêm | hiển thị thêm
    zaidi | onyesha zaidi | pakia zaidi | ተጨማሪ
    """
)
"""Said by links that make a list longer; on a front page, by those that lead to sections as well."""

BACK = _labels(
    """
    previous | previous page | prev | prev page | newer | newer posts | newer stories | newer entries
    newer articles | back | first | last | last page | first page | zurück | vorherige | vorherige seite
    neuere | neuere beiträge | neuere artikel | précédent | précédente | page précédente | articles plus récents
    plus récents | anterior | anteriores | página anterior | más recientes | entradas más recientes
    mais recentes | postagens mais recentes | precedente | indietro | pagina precedente | più recenti
    post più recenti | vorige | vorige pagina | nieuwere | nieuwere berichten | föregående | nyare
    nyare inlägg | forrige | nyere | nyere indlæg | nyere innlegg | edellinen | uudemmat | poprzednia
    poprzednie | nowsze | nowsze posty | wstecz | předchozí | novější | predchádzajúca | novšie | novije
    претходна | по нови | anterioara | înapoi | előző | újabb | προηγούμενη | νεότερα | önceki | daha yeni
    geri | предыдущая | назад | новее | более новые | попередня | новіші | السابق | السابقة | أحدث
    المشاركات الأحدث | قبلی | صفحه قبل | جدیدتر | הקודם | חדשים יותר | पिछला | पीछे | नए पोस्ट | পূর্ববর্তী
    ก่อนหน้า | หน้าก่อน | ใหม่กว่า | 上一页 | 上一頁 | 上页 | 首页 | 尾页 | 前へ | 前のページ | 前ページ
    新しい記事 | 이전 | 이전 페이지 | sebelumnya | lebih baru | postingan lebih baru | trước | trang trước
    mới hơn | uliopita
    """
)
"""Said by links to pages that came before, and to the ends."""

PAGE_OF = re.compile(
    r"(?:^|[\s(\[|–—-])(?:page|pg\.?|part|seite|teil|página|pagina|parte|partie|pág\.?|pag\.?|deel|sida|sidan|del|side"
    r"|sivu|osa|strona|część|strana|stránka|část|časť|oldal|rész|sayfa|bölüm|halaman|bagian|trang|phần|страница|стр\.?"
    r"|часть|сторінка|частина|страна|део|σελίδα|μέρος|صفحة|الصفحة|صفحه|بخش|صفحہ|עמוד|דף|חלק|पृष्ठ|पेज|भाग|পৃষ্ঠা"
    r"|หน้า|ตอนที่|第|ページ|페이지|ukurasa)\s{0,2}(\d{1,3})\s{0,2}(?:页|頁|ページ|페이지)?\s{0,2}"
    r"(?:/|of|von|de|di|du|sur|van|av|af|fra|z|ze|ze\s+|od|din|iz|из|із|з|από|من|از|מתוך|का|में|จาก|dari|trên|共|の|중)"
    r"\s{0,2}(?:共|全)?\s{0,2}(\d{1,3})",
    re.IGNORECASE,
)
"""Page 2 of 3, the numbers as groups."""

WHOLE = _labels(
    """
    view as single page | single page | view all | one page | read on one page | show all pages
    view on one page | all on one page | print all pages | full article | read full article | view full article
    on one page | view entire article | show entire article | auf einer seite | auf einer seite lesen
    artikel auf einer seite | artikel auf einer seite lesen | alles auf einer seite | auf einer seite anzeigen
    ganzer artikel | ganzen artikel lesen | gesamten artikel lesen | gesamter artikel
    gesamten artikel anzeigen | lire sur une seule page | tout sur une page | afficher sur une page
    sur une seule page | article complet | l article en une page | article en une seule page
    ver en una sola página | en una sola página | ver todo en una página | artículo completo
    leer todo en una página | ver em uma única página | em uma página | numa só página | artigo completo
    in una sola pagina | leggi su una pagina | vedi tutto su una pagina | articolo completo
    tutto in una pagina | leggi tutto in una pagina | op één pagina | lees op één pagina | toon op één pagina
    volledig artikel | visa på en sida | på en sida | hela artikeln | vis på én side | på én side
    hele artiklen | hele artikkelen | yhdellä sivulla | koko artikkeli | na jednej stronie | cały artykuł
    pokaż na jednej stronie | na jedné stránce | celý článek | celý článok | na jednej stránke | egy oldalon
    teljes cikk | pe o singură pagină | tot articolul | tek sayfada göster | tek sayfa | tümünü göster
    на одной странице | одной страницей | показать одной страницей | вся статья | статья целиком
    на одній сторінці | вся стаття | σε μία σελίδα | ολόκληρο το άρθρο | عرض في صفحة واحدة | صفحة واحدة
    المقال كاملا | در یک صفحه | نمایش در یک صفحه | הצג בעמוד אחד | בעמוד אחד | एक पेज पर पढ़ें | एक पृष्ठ पर
    ดูในหน้าเดียว | หน้าเดียว | 全文阅读 | 阅读全文 | 单页阅读 | 在本页阅读全文 | 查看全文 | 本頁閱讀全文
    閱讀全文 | 全ページを表示 | 全文を1ページで表示 | 全文表示 | 全文を表示 | 1ページで表示 | 한 페이지로 보기
    전체 보기 | 전체기사 보기 | lihat semua halaman | tampilkan semua | baca semua halaman | lihat satu halaman
    xem toàn bài | xem trên một trang | soma zote
    """
)
"""Said by links to an article in one piece."""
