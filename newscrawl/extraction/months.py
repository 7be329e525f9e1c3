"""Month names of 70 languages, long and short, as dates print them."""

from __future__ import annotations

# From Unicode CLDR 47 (Babel 2.18: wide and abbreviated, format and stand-alone), Hebrew and Latvian with their
# prepositions and cases added. One line a month, continued where a line begins with a space.
_NAMES = """
ean ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar jan janaayo janairu janar janeiro jannaayo
 jannar januar januari januarie january januwari janv janvier led leden ledna oca ocak saus sausio sausis sij sty
 stycznia tammi tammikuu tammikuuta urt urtarrila xan xaneiro yan yanvar eanáir január januára janvāris janvārī
 janúar siječanj siječnja styczeń ιαν ιανουάριος ιανουαρίου сту студзень студзеня січ січень січня янв январь января
 яну януари јан јануар јануари қаң қаңтар հնվ հունվար հունվարի בינואר ינואר ינו׳ جنوری يناير ژانویه ژانویهٔ जनवरी जन॰
 जाने जानेवारी জানু জানুয়ারী ਜਨ ਜਨਵਰੀ જાન્યુ જાન્યુઆરી ஜன ஜனவரி జన జనవరి ಜನ ಜನವರಿ ജനു ജനുവരി ජන ජනවාරි ม.ค มกราคม
 ມ.ກ ມັງກອນ ဇန် ဇန်နဝါရီ იან იანვარი ጃን ጃንዋሪ មករា
chw chwef chwefror fab faburairu feabh feabhra feb febbraio febr febraayo febreiro febrer febrero februar februari
 februarie february februwari fev fevereiro fevral fra frar helmi helmikuu helmikuuta lut lutego luty ots otsaila peb
 pebrero shk shkurt vas vasario vasaris veebr veebruar velj február februára februāris februārī febrúar fév févr
 février veljača veljače úno únor února şub şubat φεβ φεβρουάριος φεβρουαρίου ақп ақпан лют лютага лютий лютого люты
 феб фебруар фев февр февраль февраля февруари փետրվար փետրվարի փտվ בפברואר פברואר פבר׳ شباط فبراير فروری فوریه
 فوریهٔ फरवरी फ़रवरी फ़र॰ फेब्रु फेब्रुअरी फेब्रुवारी ফেব ফেব্রুয়ারী ਫ਼ਰ ਫ਼ਰਵਰੀ ફેબ્રુ ફેબ્રુઆરી பிப் பிப்ரவரி ఫిబ్ర
 ఫిబ్రవరి ಫೆಬ್ರ ಫೆಬ್ರವರಿ ഫെബ്രു ഫെബ്രുവരി පෙබ පෙබරවාරි ก.พ กุมภาพันธ์ ກ.ພ ກຸມພາ ဖေ ဖေဖော်ဝါရီ თებ თებერვალი ፌብ ፌብሩዋሪ
 កុម្ភៈ
kov kovas kovo maalis maaliskuu maaliskuuta maarso maart mac machi mar marca march marec maret maris mars marso mart
 martie marts martxoa marzec marzo marzu mas mashi maw mawrth mrt mrz bře březen března martā març março márc március
 márta mär märts märz ožu ožujak ožujka μάρ μάρτιος μαρ μαρτίου бер березень березня мар март марта нау наурыз сак
 сакавік сакавіка մարտ մարտի մրտ במרץ מרץ آذار مارس مارچ मार्च মার্চ ਮਾਰਚ માર્ચ மார் மார்ச் మార్చి ಮಾರ್ಚ್ മാർ മാർച്ച്
 මාර් මාර්තු มี.ค มีนาคม ມ.ນ ມີນາ မတ် მარ მარტი ማርች មីនា
abr abriil abril afi afirilu aib api apirila apr aprel april aprile aprili aprilie aprill avr avril bal balandis dub
 duben dubna ebr ebrill eph ephreli huhti huhtikuu huhtikuuta kwi kwietnia nis nisan pri prill tra travanj travnja
 aibreán apríl apríla aprīlis aprīlī balandžio kwiecień ápr április απρ απρίλιος απριλίου апр апрель апреля април
 квіт квітень квітня кра красавік красавіка сәу сәуір ապր ապրիլ ապրիլի אפריל אפר׳ באפריל آوریل أبريل ابريل اپریل
 نيسان अप्रिल अप्रैल एप्रि एप्रिल এপ্রি এপ্রিল ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ એપ્રિલ ஏப் ஏப்ரல் ఏప్రి ఏప్రిల్ ಏಪ್ರಿ ಏಪ್ರಿಲ್ ഏപ്രി
 ഏപ്രിൽ අප්‍රේල් เม.ย เมษายน ມ.ສ ເມສາ ဧပြီ აპრ აპრილი ኤፕሪ ኤፕሪል មេសា
beal bealtaine geg maayo mag maggio mai maiatza maig maijs maio maj maja may mayo mayu mei mej mejju mey meyi svi
 svibanj svibnja touko toukokuu toukokuuta gegužė gegužės kvě květen května maijā mayıs maí máj mája május μάι μάιος
 μαΐ μαΐου май мам мамыр мая мај трав травень травня մայիս մայիսի մյս במאי מאי أيار مئی ماي مايو مه مهٔ मई मे মে ਮਈ
 મે மே మే ಮೇ മേയ് මැයි พ.ค พฤษภาคม ພ.ພ ພຶດສະພາ မေ მაი მაისი ሜይ ឧសភា
cze czerwca czerwiec eka ekaina giu giugno haz haziran hun hunyo iun iunie iyn iyun juin jun june junho juni junie
 junij junio juny juun juuni lipanj lipnja meh mehefin meith meitheamh qer qershor yun yuni birž birželio birželis
 jún júna június júní jūn jūnijs jūnijā kesä kesäkuu kesäkuuta xuño červen června čvn ġun ġunju ιουν ιουνίου ιούν
 ιούνιος июн июнь июня мау маусым черв червень червня чэр чэрвень чэрвеня юни јун јуни հնս հունիս հունիսի ביוני יוני
 جون حزيران يونيو ژوئن जुन जून জুন ਜੂਨ જૂન ஜூன் జూన్ ಜೂನ್ ജൂൺ ජූනි มิ.ย มิถุนายน ມິ.ຖ ມິຖຸນາ ဇွန် ივნ ივნისი ጁን
 មិថុនា
gor gorff gorffennaf hul hulyo iul iulie iyl iyul juil juillet jul julai julayi julho juli julie julij julio juliol
 july juuli korr korrik liep liepa liepos lip lipca lipiec lug luglio lul lulju luulyo srpanj srpnja tem temmuz uzt
 uztaila xul xullo yul yuli heinä heinäkuu heinäkuuta iúil júl júla július júlí jūl jūlijs jūlijā července červenec
 čvc ιουλ ιουλίου ιούλ ιούλιος июл июль июля лип липень липня ліп ліпень ліпеня шіл шілде юли јул јули հլս հուլիս
 հուլիսի ביולי יולי تموز جولائی يوليو يوليوز ژوئیه ژوئیهٔ जुलाई जुलै जुल॰ জুল জুলাই ਜੁਲਾ ਜੁਲਾਈ જુલાઈ ஜூலை జులై ಜುಲೈ
 ജൂലൈ ජූලි ก.ค กรกฎาคม ກ.ລ ກໍລະກົດ ဇူ ဇူလိုင် ივლ ივლისი ጁላይ កក្កដា
abu abuztua ag aga agasti ago agost agosti agosto agu agusta agustus aug august augusta augusti augusts augustus
 augusztus avg avgust avq avqust awst aww awwissu elo elokuu elokuuta gush gusht kol kolovoz kolovoza ogo ogos ogosto
 ogs rugp sie sierpnia srp srpen srpna août augustā ağu ağustos lún lúnasa rugpjūtis rugpjūčio sierpień ágú ágúst αυγ
 αυγούστου αύγ αύγουστος авг август августа жні жнівень жніўня серп серпень серпня там тамыз օգոստոս օգոստոսի օգս
 אוגוסט אוג׳ באוגוסט آب أغسطس اوت اگست غشت अगस्ट अगस्त अग॰ ऑग ऑगस्ट আগ আগস্ট ਅਗ ਅਗਸਤ ઑગસ્ટ ஆக ஆகஸ்ட் ఆగ ఆగస్టు ಆಗ
 ಆಗಸ್ಟ್ ഓഗ ഓഗസ്റ്റ് අගෝ අගෝස්තු ส.ค สิงหาคม ສ.ຫ ສິງຫາ ဩဂုတ် აგვ აგვისტო ኦገስ ኦገስት សីហា
eyl ira iraila medi rugs ruj rujan rujna sat satumba seb sebteembar sebtembar sen sentabr sentyabr sep sept septemba
 septembar september septembra septembre septembrie septembris septhemba septiembre set setembre setembro settembre
 settembru setyembre sht shtator syys syyskuu syyskuuta szept szeptember wrz eylül mfómh rugsėjis rugsėjo septembrī
 wrzesień września zář září σεπ σεπτέμβριος σεπτεμβρίου вер верасень верасня вересень вересня сен сент сентябрь
 сентября сеп септембар септември қыр қыркүйек սեպ սեպտեմբեր սեպտեմբերի בספטמבר ספטמבר ספט׳ أيلول سبتمبر ستمبر
 سپتامبر شتنبر सप्टें सप्टेंबर सितंबर सित॰ सेप्टेम्बर সেপ সেপ্টেম্বর ਸਤੰ ਸਤੰਬਰ સપ્ટે સપ્ટેમ્બર செப் செப்டம்பர்
 సెప్టెం సెప్టెంబర్ ಸೆಪ್ಟೆಂ ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റം സെപ്റ്റംബർ සැප් සැප්තැම්බර් ก.ย กันยายน ກ.ຍ ກັນຍາ စက် စက်တင်ဘာ სექ
 სექტემბერი ሴፕቴ ሴፕቴምበር កញ្ញា
eki ekim hyd hydref loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktabr okthoba oktoba oktobar
 oktober oktobris oktoobar oktoober oktubre oktyabr ott ottobre ottubru out outubro spal spalio spalis tet tetor urr
 urria dfómh oktobrī október októbra paź październik października říj říjen října οκτ οκτωβρίου οκτώβριος жовт
 жовтень жовтня кас кастрычнік кастрычніка окт октобар октомври октябрь октября қаз қазан հոկ հոկտեմբեր հոկտեմբերի
 אוקטובר אוק׳ באוקטובר أكتوبر اکتبر اکتوبر अक्टूबर अक्टू॰ अक्टोबर ऑक्टो ऑक्टोबर অক্টো অক্টোবর ਅਕਤੂ ਅਕਤੂਬਰ ઑક્ટો
 ઑક્ટોબર அக் அக்டோபர் అక్టో అక్టోబర్ ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್ ഒക്ടോ ഒക്ടോബർ ඔක් ඔක්තෝබර් ต.ค ตุลาคม ຕ.ລ ຕຸລາ အောက် အောက်တိုဘာ
 ოქტ ოქტომბერი ኦክቶ ኦክቶበር តុលា
aza azaroa kas lapkr lapkritis lis listopad listopada listopadu marras marraskuu marraskuuta nob nobyembre nof
 noiembrie noofeembar nov novemba novembar november novembra novembre novembris novembro novembru noviembre noy
 noyabr nuw nuwamba samh samhain stu studeni studenoga tach tachwedd kasım lapkričio novembrī nën nëntor nóv nóvember
 νοέ νοέμβριος νοε νοεμβρίου лист листопад листопада ліс лістапад лістапада нов новембар ное ноември ноя нояб ноябрь
 ноября қар қараша նոյ նոյեմբեր նոյեմբերի בנובמבר נובמבר נוב׳ نوامبر نوفمبر نومبر نونبر नवंबर नव॰ नोभेम्बर नोव्हें
 नोव्हेंबर নভে নভেম্বর ਨਵੰ ਨਵੰਬਰ નવે નવેમ્બર நவ நவம்பர் నవం నవంబర్ ನವೆಂ ನವೆಂಬರ್ നവം നവംബർ නොවැ නොවැම්බර් พ.ย
 พฤศจิกายน ພ.ຈ ພະຈິກ နို နိုဝင်ဘာ ნოე ნოემბერი ኖቬም ኖቬምበር វិច្ឆិកា
abe abendua ara dec decembar december decembra decembrie decembris decembro dek dekabr des desemba desember desembre
 dets detsember dez dezember dezembro dhj dhjetor dic dicembre diciembre dis disamba diseembar disemba disember
 disyembre gru grudnia gruod gruodis joulu joulukuu joulukuuta noll nollaig pro prosinac prosinca prosince prosinec
 rhag rhagfyr aralık decembrī diċ diċembru déc décembre grudzień gruodžio δεκ δεκέμβριος δεκεμβρίου груд грудень
 грудня дек декабрь декабря декември дец децембар жел желтоқсан сне снежань снежня դեկ դեկտեմբեր դեկտեմբերի בדצמבר
 דצמבר דצמ׳ دجنبر دسامبر دسمبر ديسمبر डिसें डिसेंबर डिसेम्बर दिसंबर दिस॰ ডিসে ডিসেম্বর ਦਸੰ ਦਸੰਬਰ ડિસે ડિસેમ્બર டிச
 டிசம்பர் డిసెం డిసెంబర్ ಡಿಸೆಂ ಡಿಸೆಂಬರ್ ഡിസം ഡിസംബർ දෙසැ දෙසැම්බර් ธ.ค ธันวาคม ທ.ວ ທັນວາ ဒီ ဒီဇင်ဘာ დეკ დეკემბერი ዲሴም
 ዲሴምበር ធ្នូ
"""
_MONTH_OF: dict[str, int] = {}
for _number, _line in enumerate(_NAMES.replace("\n ", " ").strip().splitlines(), 1):
    for _word in _line.split():
        _MONTH_OF.setdefault(_word, _number)

_CROATIAN = {"lip": 6, "lipanj": 6, "srp": 7, "lis": 10, "listopad": 10, "listopada": 10}
"""Names that mean another month in Polish, Czech or Ukrainian."""


def month_number(name: str, language: str | None = None) -> int | None:
    """1 to 12. None: no name of a month.

    >>> month_number("März."), month_number("listopada"), month_number("listopada", "hr")
    (3, 11, 10)
    """
    word = name.lower().strip(".")
    if language is not None and language[:2] == "hr" and word in _CROATIAN:
        return _CROATIAN[word]
    return _MONTH_OF.get(word)
