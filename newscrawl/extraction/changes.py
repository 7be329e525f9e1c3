"""Whether an article's publisher changed its text, or its page alone did: counters, clocks, quotes, white space."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from newscrawl.extraction import words
from newscrawl.extraction.dates import read_date
from newscrawl.extraction.months import month_number
from newscrawl.extraction.text_facts import SPACELESS

_LONGEST_LINE = 120  # characters; "Published: Thursday 5 March 2026, 10:15 CET | Updated: 14:05 | 9 views" has 72
_FEW_WORDS = 5  # of a line that may be the label of the number below it
_SENTENCE_ENDS = tuple('.!?…。！？؟।"”’»')

_FORMS: dict[int, str | None] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width forms
    **dict.fromkeys(map(ord, '"`´‘’‚‛“”„‟«»‹›「」『』〝〞′″'), "'"),
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣ｰ"), "-"),
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"), None),
    **dict.fromkeys(range(0x202A, 0x202F), None),  # changes of direction
    **dict.fromkeys(range(0x2066, 0x206A), None),
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},  # ligatures: ﬁ, ﬂ
    ord("…"): "...",
}
"""What one mark is printed as by different programs, and what has no width."""
_DIVIDER = re.compile(r"\s[|•·–—]\s")
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？؟।”’»\"])\s")
_REPEATED = re.compile(r"(['-])\1+")  # '' for ", -- for a dash
_TOKEN = re.compile(rf"[{SPACELESS}]|[^\W{SPACELESS}]+|[^\w\s]")
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_SPOKEN = re.compile(rf"\d+|[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")

# -- words of lines that belong to the page ----------------------------------------------------------------------------

_LABELS = words.names(
    """
    updated update updates modified published posted edited revised changed aktualisiert aktualisierung stand geändert
    veröffentlicht bearbeitet erstellt mis publié publiée modifié modifiée actualisé mise actualizado actualizada
    actualización publicado publicada modificado modificada aggiornato aggiornamento pubblicato modificato atualizado
    atualizada atualização bijgewerkt gewijzigd gepubliceerd uppdaterad publicerad opdateret publiceret udgivet
    oppdatert publisert päivitetty julkaistu aktualizacja zaktualizowano opublikowano aktualizováno publikováno
    vydáno aktualizované publikované frissítve közzétéve actualizat publicat ažurirano objavljeno atnaujinta
    güncelleme güncellendi güncellenme yayınlanma yayınlandı обновлено обновлён обновлена опубликовано изменено
    обновление оновлено опубліковано оновлення ενημέρωση ενημερώθηκε δημοσίευση δημοσιεύθηκε تحديث نشر عودכן
    עודכן פורסם अपडेट प्रकाशित diperbarui diterbitkan dikemaskini cập đăng อัปเดต เผยแพร่ 수정 입력 등록 업데이트 승인
    """
)
"""Said before the time at which a page was made or changed."""

_COUNTED = words.names(
    """
    view views read reads click clicks hit hits comment comments like likes share shares reaction reactions aufrufe
    kommentar kommentare vues lectures commentaire commentaires visitas lecturas comentario comentarios
    visualizzazioni letture commento commenti visualizações leituras comentário comentários weergaven reacties
    visningar kommentarer visninger wyświetleń komentarzy komentarze zobrazení komentářů просмотр просмотра
    просмотров комментарий комментария комментариев перегляд перегляди переглядів görüntülenme yorum
    مشاهدة تعليق dilihat komentar lượt xem 조회 댓글
    """
)
"""What pages count of themselves."""

_UNITS = words.names(
    """
    second seconds sec secs s minute minutes min mins m hour hours hr hrs h day days d week weeks w month months
    sekunde sekunden minuten stunde stunden std tag tage tagen woche wochen monat monaten seconde secondes heure
    heures jour jours semaine semaines mois segundo segundos minuto minutos hora horas día días semana semanas mes
    meses secondi minuti ora ore giorno giorni settimana settimane mese mesi dia dias semanas mês uur dag dagen
    weken maand maanden minuter timme timmar dagar veckor minutter time timer dage uger uker minuuttia tuntia päivää
    minut minuty minutę godzin godziny godzinę dni minutami hodinami dny perc órája napja minute ore zile dakika
    saat gün hafta секунд секунды минут минуты минуту час часа часов день дня дней неделю недели хвилин хвилини
    хвилину година години годин днів λεπτά ώρες ώρα ημέρες دقيقة دقائق ساعة ساعات يوم أيام דקות שעות שעה ימים
    menit jam hari phút giờ ngày 초 분 시간 일
    """
)
"""Stretches of time that pages count from now."""

_AGO = words.names(
    """
    ago now vor soeben gerade il y a hace fa há atrás geleden sedan siden sitten temu před pred ezelőtt acum önce
    назад тому πριν منذ قبل לפני lalu trước 전
    """
)
_READING = words.names(
    """
    read reading lesezeit lesedauer lecture lectura lettura leitura leestijd lästid læsetid lesetid lukuaika czytania
    čtení olvasás okuma чтения читання
    """
)
"""Said of how long a text takes to read."""

_DATE_WORDS = words.names(
    """
    monday mon tuesday tue tues wednesday wed thursday thu thurs friday fri saturday sat sunday sun montag dienstag
    mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes
    martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda
    terça quarta quinta sexta feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag
    torsdag fredag lördag söndag mandag tirsdag lørdag søndag am pm uhr uur hrs klo kl gmt utc z est edt cst cdt mst
    mdt pst pdt et ct mt pt bst cet cest mez mesz eet eest msk мск ist jst kst hkt sgt aest aedt nzst nzdt wib
    st nd rd th er today yesterday heute gestern hoy ayer hier oggi ieri сегодня вчера t
    """
)
"""Weekdays, zones and halves of the day; months are known elsewhere."""

_JOINING = words.names(
    """
    last first latest on at of the in and to date time zuletzt am um vom den der und datum uhrzeit le la à jour du
    dernière dernier et el las los de última último a y il alle del e ora em às da laatst laatste op om en senast
    den sist sidst viimeksi ostatnia ostatnio o dnia data dne v naposledy utolsó son tarihi tarih в последнее дата
    останнє дата τελευταία τελευταίo στις آخر تم في تاريخ ב בשעה terakhir pada pukul nhật lúc lần cuối
    k just total by number anzahl tháng năm
    """
)
"""Words that stand between the others."""

_HAN_KINDS = {
    "label": "更新 发布 發布 发表 發表 修改 公開 掲載 投稿",
    "counted": "浏览 瀏覽 阅读 閱讀 点击 點擊 評論 评论 閲覧",
    "unit": "分钟 分鐘 小时 小時 時間 秒 天 周 週 分 日",
    "ago": "前",
    "date": "年 月 日 时 時 分 上午 下午 午前 午後",
    "joining": "最后 最後 最終 时间 時間 日時 于 於 次 数 回",
}
_HAN = {kind: re.compile("|".join(said.split())) for kind, said in _HAN_KINDS.items()}
_ALL_HAN = re.compile(f"(?:{'|'.join(sorted(set(' '.join(_HAN_KINDS.values()).split()), key=len, reverse=True))})+")
_COUNT = re.compile(r"\d{1,3}(?:[.,’' ]?\d{3})*\s?[km]?", re.IGNORECASE)
_TIME = re.compile(r"[0-2]?\d[:.h][0-5]\d(?::[0-5]\d)?(?:\s?(?:[ap]\.?m\.?|uhr|uur|hrs|h))?", re.IGNORECASE)


def is_trivial_change(before: str, now: str) -> bool:
    """Whether an article's text says what it said: what differs is white space, the form of quotes and dashes, or lines
    of the page that count readers or tell the time.

    In doubt it is a change: a figure within a sentence, a word's case, a paragraph's place.

    >>> is_trivial_change("“Rain” ends.\\n\\nUpdated 5 minutes ago", '"Rain"  ends.\\n\\nUpdated 2 hours ago')
    True
    >>> is_trivial_change("The storm left 12 dead.", "The storm left 14 dead.")
    False
    """
    return essence(before).split() == essence(now).split()


def essence(text: str) -> str:
    """A text as two fetches of it are compared: the lines that are the publisher's, words and marks in one form
    and parted by single spaces.

    >>> essence("“Rain ends”, she  said…\\n\\nLast updated 14:05")
    "' Rain ends ' , she said . . ."
    """
    paragraphs = [[line for one in part.split("\n") if (line := one.strip())] for part in text.split("\n\n")]
    lines = [line for paragraph in paragraphs for line in paragraph]
    place = 0
    kept = []
    for paragraph in paragraphs:
        places = range(place, place := place + len(paragraph))
        own = [" ".join(tokens(_own_part(lines[at]))) for at in places if not _is_of_page(lines, at)]
        kept += [" ".join(own)] if own else []
    return "\n\n".join(kept)


def tokens(text: str) -> list[str]:
    """The words and marks of a text in one form; in scripts without spaces a character is one.

    >>> tokens("It’s 12°"), tokens("雨 がやむ")
    (['It', "'", 's', '12', '°'], ['雨', 'が', 'や', 'む'])
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_FORMS)
    else:
        text = text.replace('"', "'").replace("`", "'")
    return _TOKEN.findall(_REPEATED.sub(r"\1", text))


def is_page_line(line: str) -> bool:
    """Whether a line counts the page's readers, or tells when it was made or how long it takes to read.

    >>> [is_page_line(line) for line in ("Last updated 14:05", "1,204 views", "vor 5 Minuten", "5 min read")]
    [True, True, True, True]
    >>> [is_page_line(line) for line in ("12 dead", "2:1", "Updated figures show 12 dead", "Views")]
    [False, False, False, False]
    """
    if len(line) > _LONGEST_LINE:
        return False
    kinds = _kinds(line)
    if "now" in kinds:
        return True
    if "" in kinds or "number" not in kinds:
        return False
    is_span = "unit" in kinds and bool(kinds & {"ago", "reading"})
    return bool(kinds & {"label", "counted"}) or is_span


def _own_part(line: str) -> str:
    """A line without what a page prints in the same one, above or below: ``… sailed at noon. Updated 14:05``."""
    mark = _DIVIDER.search(line, 0, _LONGEST_LINE)
    if mark is not None and is_page_line(line[: mark.start()]):
        line = line[mark.end() :]
    for end in _SENTENCE_END.finditer(line, max(0, len(line) - _LONGEST_LINE)):
        rest = line[end.end() :]
        if not rest.endswith(_SENTENCE_ENDS) and is_page_line(rest):
            return line[: end.start()]
    return line


def _is_of_page(lines: Sequence[str], place: int) -> bool:
    """Whether a line belongs to the page; a bare count or date does where the text begins or ends with it."""
    line = lines[place]
    if len(line) > _LONGEST_LINE or not (len(line) < 20 or any(map(str.isdigit, line))):
        return False
    if is_page_line(line):
        return True
    if len(lines) < 2 or 0 < place < len(lines) - 1:
        return False
    return _is_date(line) or (_COUNT.fullmatch(line) is not None and not _is_labelled(lines, place))


def _is_date(line: str) -> bool:
    if _TIME.fullmatch(line):
        return True
    if line.endswith(_SENTENCE_ENDS):  # the end of one: 2,500 on 1 January 1985.
        return False
    return all(_kinds_of(word) & _DATED for word in _SPOKEN.findall(line.lower())) and read_date(line) is not None


def _is_labelled(lines: Sequence[str], place: int) -> bool:
    """Whether a number may be what the short line above it names: ``Dead``, ``12``."""
    above = lines[place - 1] if place else "."
    return len(above.split()) <= _FEW_WORDS and not above.endswith(_SENTENCE_ENDS)


def _kinds(line: str) -> set[str]:
    """What the words of a line are, as far as pages print them of themselves; "" among them for any other word."""
    spoken = _SPOKEN.findall(line.lower())
    kinds = {"now"} if spoken in _NOW else set()
    return kinds.union(*map(_kinds_of, spoken))


def _kinds_of(word: str) -> frozenset[str]:
    if word.isdecimal():
        return _NUMBER
    kinds = frozenset(kind for kind, known in _KINDS.items() if word in known)
    if not kinds and _ALL_HAN.fullmatch(word):
        kinds = frozenset(kind for kind, pattern in _HAN.items() if pattern.search(word))
    return kinds or (_DATE if month_number(word) is not None else _UNKNOWN)


_NUMBER, _DATE, _UNKNOWN = frozenset({"number"}), frozenset({"date"}), frozenset({""})
_DATED = frozenset({"number", "date", "joining"})
_NOW = (["just", "now"], ["gerade", "eben"], ["à", "l", "instant"], ["только", "что"], ["刚刚"], ["剛剛"], ["방금"])
_KINDS = {
    "label": _LABELS,
    "counted": _COUNTED,
    "unit": _UNITS,
    "ago": _AGO,
    "reading": _READING,
    "date": _DATE_WORDS,
    "joining": _JOINING,
}
