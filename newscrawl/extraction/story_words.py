"""The words by which texts of 16 languages speak of days: months, weekdays, *next year*, what is behind or ahead."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

_MONTHS = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october "
    "oct|"
    "november nov|december dec",
    "de": "januar jänner jan|februar feber feb|märz mrz|april apr|mai|juni jun|juli jul|august aug|september sept sep|"
    "oktober okt|november nov|dezember dez",
    "fr": "janvier janv|février févr|mars|avril avr|mai|juin|juillet juil|août|septembre sept|octobre oct|"
    "novembre nov|décembre déc",
    "es": "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|septiembre setiembre "
    "sept sep|"
    "octubre oct|noviembre nov|diciembre dic",
    "it": "gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|agosto ago|settembre set "
    "sett|"
    "ottobre ott|novembre nov|dicembre dic",
    "pt": "janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|setembro set|"
    "outubro out|novembro nov|dezembro dez",
    "nl": "januari jan|februari feb|maart|april apr|mei|juni jun|juli jul|augustus aug|september sept|oktober okt|"
    "november nov|december dec",
    "sv": "januari jan|februari feb|mars|april apr|maj|juni|juli|augusti aug|september sept|oktober okt|november nov|"
    "december dec",
    "da": "januar jan|februar feb|marts|april apr|maj|juni|juli|august aug|september sept|oktober okt|november nov|"
    "december dec",
    "no": "januar jan|februar feb|mars|april apr|mai|juni|juli|august aug|september sept|oktober okt|november nov|"
    "desember des",
    "pl": "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
    "cs": "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "uk": "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня",
    "tr": "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık",
    "id": "januari jan|februari feb|maret|april apr|mei|juni|juli|agustus|september|oktober|november|desember",
}
"""Twelve months, January first, spellings apart by a space. In Slavic languages the case that follows a day."""

_WEEKDAYS = {
    "en": "monday mon|tuesday tue tues|wednesday wed|thursday thu thurs|friday fri|saturday sat|sunday sun",
    "de": "montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag",
    "fr": "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche",
    "es": "lunes|martes|miércoles|jueves|viernes|sábado|domingo",
    "it": "lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    "pt": "segunda|terça|quarta|quinta|sexta|sábado|domingo",
    "nl": "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag",
    "sv": "måndag måndagen|tisdag tisdagen|onsdag onsdagen|torsdag torsdagen|fredag fredagen|lördag lördagen|"
    "söndag söndagen",
    "da": "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
    "no": "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
    "pl": "poniedziałek|wtorek|środę środa|czwartek|piątek|sobotę sobota|niedzielę niedziela",
    "cs": "pondělí|úterý|středu středa|čtvrtek|pátek|sobotu sobota|neděli neděle",
    "ru": "понедельник|вторник|среду среда|четверг|пятницу пятница|субботу суббота|воскресенье",
    "uk": "понеділок|вівторок|середу середа|четвер|ятницю ятниця|суботу субота|неділю неділя",
    "tr": "pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar",
    "id": "senin|selasa|rabu|kamis|jumat|sabtu|minggu ahad",
}
"""Seven weekdays, Monday first. Portuguese ones count only with ``feira``: *segunda* alone is "second"."""

_AHEAD = {
    "en": "will shall likely expected scheduled slated due upcoming set plans planned until by ahead tomorrow",
    "de": "wird werden soll sollen will wollen geplant planen voraussichtlich bis kommenden morgen",
    "fr": "sera seront devrait devraient doit doivent va vont prévu prévue prévus aura auront prochain jusqu",
    "es": "será serán deberá deberán va van previsto prevista próximo hasta",
    "it": "sarà saranno dovrà dovranno dovrebbe previsto prevista prossimo fino entro",
    "pt": "será serão deve devem deverá vai vão previsto prevista próximo até",
    "nl": "zal zullen moet moeten wil gaat gaan gepland verwacht komende tot",
    "sv": "ska skall kommer väntas planeras nästa",
    "da": "skal vil ventes planlagt kommer næste",
    "no": "skal vil ventes planlagt kommer neste",
    "pl": "będzie będą zostanie zostaną planuje zaplanowano ma mają",
    "cs": "bude budou má mají plánuje",
    "ru": "будет будут планируется планируют намечен намечено ожидается пройдет пройдёт состоится",
    "uk": "буде будуть планується планують заплановано очікується відбудеться",
    "tr": "edilecek olacak yapılacak açılacak planlanıyor bekleniyor",
    "id": "akan dijadwalkan direncanakan bakal",
}
_BEHIND = {
    "en": "was were had has have been did since ago said began became brought broke came died fell found gave gone got "
    "held hit kept killed led left lost made met paid ran sank saw sent shot sold spoke stood struck swept taken told "
    "took went won wrote beat drew earlier",
    "de": "war waren wurde wurden hatte hatten hat haben seit teilte kam kamen ging gab starb gewann verlor begann "
    "fand "
    "stand vergangenen",
    "fr": "était étaient a ont avait avaient été eu fut furent depuis dernier",
    "es": "ha han había habían fue fueron era eran desde estuvo dijo hizo tuvo murió pasado",
    "it": "ha hanno aveva avevano era erano stato stata fu furono dal dalla scorso",
    "pt": "foi foram era eram tinha tinham havia desde teve disse fez passado",
    "nl": "was waren werd werden had hadden heeft hebben sinds zei kwam ging won verloor overleed",
    "sv": "var blev hade har sedan sade sa sjönk lades dog kom gick vann fick",
    "da": "var blev havde har siden sagde sank døde kom gik vandt fik",
    "no": "var ble hadde har siden sa sank døde kom gikk vant fikk",
    "pl": "był była było byli został została zostało zostały od",
    "cs": "byl byla bylo byli byly od",
    "ru": "был была было были",
    "uk": "був була було були",
    "tr": "etti oldu yaptı açıkladı battı söyledi",
    "id": "telah sudah sejak mengatakan",
}
_OPEN = {"en": "would could should might may"}
"""Words after which nothing can be told of a day: *it would open on 3 May*."""

_ENDINGS = {
    "en": ((), ("ed",)),
    "de": ((), ("ierte", "ierten", "igte", "igten", "elte", "elten", "ichte", "ichten")),
    "fr": (("eront", "iront"), ("èrent", "irent")),
    "es": (("rá", "rán"), ("ó", "aron", "ieron")),
    "it": (("rà", "ranno"), ("arono", "irono")),
    "pt": (("rá", "rão"), ("ou", "iu", "eu", "aram", "eram", "iram")),
    "nl": ((), ("eerde", "eerden", "elde", "elden", "igde", "igden")),
    "sv": ((), ("ade", "ades")),
    "da": ((), ("ede",)),
    "no": ((), ("et",)),
    "pl": ((), ("ał", "ała", "ało", "ono", "ął", "ęła")),
    "cs": ((), ("al", "ala", "alo", "il", "ila", "ilo")),
    "ru": ((), ("ал", "ала", "ало", "али", "ил", "ила", "ило", "или", "лся", "лась", "лось", "лись", "нул", "нула")),
    "uk": ((), ("ав", "ала", "ало", "али", "ив", "ила", "ило", "или", "вся", "лася", "лося", "лися")),
    "tr": (("ecek", "acak"), ("dı", "di", "du", "dü", "tı", "ti", "tu", "tü")),
    "id": ((), ()),
}
"""How words that look ahead and words that look behind end."""

_SAID = {
    "en": "said says reported announced told confirmed wrote added stated",
    "de": "sagte sagten mitteilte teilte teilten erklärte berichtete berichteten meldete bestätigte",
    "fr": "annoncé déclaré indiqué dit affirmé rapporté",
    "es": "informó dijo anunció declaró señaló aseguró afirmó informaron",
    "it": "detto riferito annunciato dichiarato",
    "pt": "disse informou anunciou afirmou declarou",
    "nl": "zei meldde meldt heeft liet",
    "sv": "sade säger uppger meddelade",
    "da": "sagde siger oplyser oplyste",
    "no": "sa sier opplyser opplyste",
    "pl": "poinformował poinformowała podała podał powiedział powiedziała",
    "cs": "uvedl uvedla řekl řekla oznámil oznámila",
    "ru": "сообщил сообщила сообщили заявил заявила сказал рассказал",
    "uk": "повідомив повідомила повідомили заявив заявила сказав",
    "tr": "açıkladı söyledi bildirdi duyurdu",
    "id": "kata ujar mengatakan menyatakan",
}
_RELATIVE = {
    "en": "-1y last year|+1y next year|0y this year|-1m last month|+1m next month|0m this month|-1d yesterday|"
    "0d today|+1d tomorrow",
    "de": "-1y vergangenes jahr|-1y vergangenen jahr|-1y letztes jahr|-1y im vorjahr|+1y nächstes jahr|+1y nächsten "
    "jahr|"
    "+1y kommenden jahr|+1y kommendes jahr|0y dieses jahr|0y diesem jahr|-1m vergangenen monat|-1m letzten monat|"
    "+1m nächsten monat|+1m kommenden monat|0m diesem monat|-1d gestern|0d heute|0d heutigen",
    "fr": "-1y année dernière|-1y an dernier|+1y année prochaine|+1y an prochain|0y cette année|-1m mois dernier|"
    "+1m mois prochain|0m ce mois|-1d hier|0d aujourd|+1d demain",
    "es": "-1y año pasado|+1y próximo año|+1y año próximo|0y este año|-1m mes pasado|+1m próximo mes|0m este mes|"
    "-1d ayer|0d hoy",
    "it": "-1y anno scorso|-1y scorso anno|+1y prossimo anno|+1y anno prossimo|0y quest anno|-1m mese scorso|"
    "-1m scorso mese|+1m prossimo mese|0m questo mese|-1d ieri|0d oggi|+1d domani",
    "pt": "-1y ano passado|+1y próximo ano|+1y ano que vem|0y este ano|0y deste ano|0y neste ano|-1m mês passado|"
    "+1m próximo mês|+1m mês que vem|0m este mês|0m neste mês|-1d ontem|0d hoje",
    "nl": "-1y vorig jaar|-1y afgelopen jaar|+1y volgend jaar|+1y komend jaar|0y dit jaar|-1m vorige maand|"
    "-1m afgelopen maand|+1m volgende maand|0m deze maand|-1d gisteren|0d vandaag",
    "sv": "-1y förra året|-1y i fjol|+1y nästa år|0y i år|-1m förra månaden|+1m nästa månad|-1d i går|-1d igår|0d i "
    "dag|0d idag",
    "da": "-1y sidste år|+1y næste år|0y i år|-1m sidste måned|+1m næste måned|-1d i går|0d i dag",
    "no": "-1y i fjor|+1y neste år|0y i år|-1m forrige måned|+1m neste måned|-1d i går|0d i dag",
    "pl": "-1y zeszłym roku|-1y ubiegłym roku|+1y przyszłym roku|0y tym roku|-1m zeszłym miesiącu|-1m ubiegłym "
    "miesiącu|"
    "+1m przyszłym miesiącu|0m tym miesiącu|-1d wczoraj|0d dzisiaj|0d dziś",
    "cs": "-1y loni|-1y loňském roce|+1y příštím roce|0y letos|0y letošním roce|-1m minulý měsíc|+1m příští měsíc|"
    "-1d včera|0d dnes",
    "ru": "-1y прошлом году|+1y следующем году|+1y будущем году|0y этом году|-1m прошлом месяце|+1m следующем месяце|"
    "0m этом месяце|-1d вчера|0d сегодня|+1d завтра",
    "uk": "-1y минулого року|-1y торік|+1y наступного року|0y цього року|0y цьогоріч|-1m минулого місяця|"
    "+1m наступного місяця|-1d вчора|-1d учора|0d сьогодні|+1d завтра",
    "tr": "-1y geçen yıl|+1y gelecek yıl|0y bu yıl|-1m geçen ay|+1m gelecek ay|0m bu ay|-1d dün|0d bugün",
    "id": "-1y tahun lalu|+1y tahun depan|0y tahun ini|-1m bulan lalu|+1m bulan depan|0m bulan ini|-1d kemarin|0d "
    "hari ini",
}
"""What is counted from the story's own day: sign, unit (year, month, day), words."""

_PLANS = {
    "en": "budget budgets goals objectives targets plans spending",
    "de": "haushalt budget ziele pläne etat haushaltsplan",
    "fr": "budget objectifs projet",
    "es": "presupuesto presupuestos objetivos planes",
    "it": "bilancio obiettivi manovra piani",
    "pt": "orçamento metas objetivos planos",
    "nl": "begroting doelen plannen",
    "sv": "budget budgeten mål",
    "da": "budget budgettet finansloven mål",
    "no": "budsjett budsjettet statsbudsjettet mål",
    "pl": "budżet budżetu cele",
    "cs": "rozpočet rozpočtu cíle",
    "ru": "бюджет бюджета планы",
    "uk": "бюджет бюджету плани",
    "tr": "bütçe bütçesi hedefler",
    "id": "anggaran target rencana",
}
_FOR_YEAR = {
    "en": "for", "de": "für", "fr": "pour de", "es": "para de", "it": "per del il", "pt": "para de", "nl": "voor",
    "sv": "för", "da": "for", "no": "for", "pl": "na", "cs": "na", "ru": "на", "uk": "на", "tr": "", "id": "untuk",
}  # fmt: skip
"""Between a plan and its year: *objectives for 2024*."""

_IN_YEAR = {
    "en": "in since of", "de": "im in seit", "fr": "en depuis", "es": "en desde de", "it": "nel dal del",
    "pt": "em desde de", "nl": "in sinds", "sv": "i sedan år", "da": "i siden", "no": "i siden", "pl": "w od",
    "cs": "v od roce roku", "ru": "в с", "uk": "у в з", "tr": "", "id": "pada sejak tahun",
}  # fmt: skip
_JOINTS = {
    "en": "on the of", "de": "am dem den der vom", "fr": "le du au", "es": "el de del", "it": "il l del lo",
    "pt": "de dia feira em o a", "nl": "op de", "sv": "den", "da": "den d", "no": "den", "pl": "dnia", "cs": "dne",
    "ru": "", "uk": "", "tr": "günü", "id": "tanggal pada",
}  # fmt: skip
"""Words that may stand between a weekday, a day, a month and a year."""

_DAYS = {
    "en": "days", "de": "tage", "fr": "jours", "es": "días", "it": "giorni", "pt": "dias", "nl": "dagen", "sv": "dagar",
    "da": "dage", "no": "dager",
}  # fmt: skip
_SEVERAL = {
    "en": "several few two three four five six seven",
    "de": "mehrere mehreren einige wenige zwei drei vier fünf sechs sieben",
    "fr": "plusieurs quelques deux trois quatre cinq six sept",
    "es": "varios pocos dos tres cuatro cinco seis siete",
    "it": "diversi alcuni due tre quattro cinque sei sette",
    "pt": "vários poucos dois três quatro cinco seis sete",
    "nl": "enkele meerdere twee drie vier vijf zes zeven",
    "sv": "flera några två tre fyra fem sex sju",
    "da": "flere få to tre fire fem seks syv",
    "no": "flere få to tre fire fem seks sju",
}


@dataclass(frozen=True)
class Words:
    """What one language says of days, every word in lower case."""

    months: dict[str, int]
    weekdays: dict[str, int]
    """Monday is 0."""
    ahead: frozenset[str]
    behind: frozenset[str]
    undecided: frozenset[str]
    ahead_endings: tuple[str, ...]
    behind_endings: tuple[str, ...]
    said: frozenset[str]
    relative: dict[str, list[tuple[int, str, tuple[str, ...]]]]
    """By its first word: offset, unit (``y``, ``m``, ``d``), all words."""
    plans: frozenset[str]
    for_year: frozenset[str]
    in_year: frozenset[str]
    bare_years: bool
    """Whether a year needs no preposition: *sie war 2022 überholt worden*."""
    joints: frozenset[str]
    days: frozenset[str]
    several: frozenset[str]
    triggers: frozenset[str] = field(default_factory=frozenset)
    """Words at which a date may be: a text without any needs no second look."""


@lru_cache(maxsize=32)
def words_of(language: str) -> Words | None:
    """The words of a language (BCP 47 primary tag). None: not known here."""
    if language not in _MONTHS:
        return None
    months, weekdays, relative = _numbered(_MONTHS[language], 1), _numbered(_WEEKDAYS[language], 0), _relative(language)
    ahead_endings, behind_endings = _ENDINGS[language]
    return Words(
        months=months,
        weekdays=weekdays,
        ahead=frozenset(_AHEAD[language].split()),
        behind=frozenset(f"{_BEHIND[language]} {_SAID[language]}".split()),
        undecided=frozenset(_OPEN.get(language, "").split()),
        ahead_endings=ahead_endings,
        behind_endings=behind_endings,
        said=frozenset(_SAID[language].split()),
        relative=relative,
        plans=frozenset(_PLANS[language].split()),
        for_year=frozenset(_FOR_YEAR[language].split()),
        in_year=frozenset(_IN_YEAR[language].split()),
        bare_years=language == "de",
        joints=frozenset(_JOINTS[language].split()),
        days=frozenset(_DAYS.get(language, "").split()),
        several=frozenset(_SEVERAL.get(language, "").split()),
        triggers=frozenset(months) | frozenset(weekdays) | frozenset(relative),
    )


def _numbered(table: str, first: int) -> dict[str, int]:
    return {word: place for place, names in enumerate(table.split("|"), first) for word in names.split()}


def _relative(language: str) -> dict[str, list[tuple[int, str, tuple[str, ...]]]]:
    found: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
    for entry in _RELATIVE[language].split("|"):
        mark, *spoken = entry.split()
        found.setdefault(spoken[0], []).append((int(mark[:-1]), mark[-1], tuple(spoken)))
    return found
