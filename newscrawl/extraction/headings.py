"""What the heading over a list of links promises: related stories, a ranking, recommendations."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from newscrawl.extraction.words import label, word_set

ListKind = Literal["related", "ranking", "recommended"]

_KINDS: dict[ListKind, frozenset[str]] = {
    "related": word_set(
        """
        related | related stories | related articles | related news | related content | related topics
        related posts | related coverage | related links | related reading | similar stories | similar articles
        similar news | more on this story | more on this | more on this topic | more on | more stories | more news
        more from | more like this | read also | also read | read more | see also | read next | further reading
        background | more to read | you may have missed | other stories | other news | other articles
        in this series | from the archive | mehr zum thema | mehr zu | zum thema | lesen sie auch | lesen sie mehr
        auch interessant | weitere artikel | weitere meldungen | weitere nachrichten | ähnliche artikel
        verwandte artikel | verwandte themen | passend dazu | lire aussi | à lire aussi | sur le même sujet
        articles liés | articles similaires | dans la même rubrique | voir aussi | noticias relacionadas
        artículos relacionados | relacionados | relacionadas | lea también | leer también | te puede interesar
        más sobre | más noticias | leggi anche | articoli correlati | potrebbe interessarti | notizie correlate
        leia também | leia mais | notícias relacionadas | veja também | saiba mais | lees ook | meer over
        gerelateerd | gerelateerde artikelen | läs också | läs även | relaterat | relaterade artiklar | les også
        relaterte saker | læs også | relaterede artikler | lue myös | aiheesta lisää | czytaj także | czytaj też
        zobacz także | zobacz też | podobne artykuły | powiązane | přečtěte si také | související
        související články | citește și | articole similare | olvasta már | kapcsolódó cikkek | ilgili haberler
        benzer haberler | читайте также | по теме | материалы по теме | похожие новости | похожие материалы
        другие новости | еще по теме | читайте також | за темою | схожі новини | διαβάστε επίσης | σχετικά άρθρα
        اقرأ أيضا | اقرأ أيضاً | مواضيع ذات صلة | أخبار ذات صلة | موضوعات متعلقة | कृपया यह भी पढ़ें | यह भी पढ़ें
        संबंधित खबरें | 相关 | 相关新闻 | 相关阅读 | 相关文章 | 相關新聞 | 相關文章 | 延伸阅读 | 延伸閱讀 | 関連
        関連記事 | 関連ニュース | あわせて読みたい | 관련 기사 | 관련기사 | 관련 뉴스 | baca juga | berita terkait
        artikel terkait | tin liên quan | bài liên quan | xem thêm | ข่าวที่เกี่ยวข้อง
        """
    ),
    "ranking": word_set(
        """
        ranking | rankings | most read | most viewed | most popular | most shared | most commented | popular
        popular now | popular stories | popular news | popular posts | popular articles | trending | trending now
        trending stories | top stories | top news | top 5 | top 10 | hot | hot news | hot topics | most watched
        meistgelesen | meistgelesene artikel | am häufigsten gelesen | beliebt | beliebteste artikel | top themen
        meistgeklickt | les plus lus | les plus populaires | le plus lu | populaires | lo más leído | lo más visto
        las más leídas | más leídas | más leído | tendencias | i più letti | più letti | le più lette | mais lidas
        mais lidos | as mais lidas | mais vistas | meest gelezen | populair | mest läst | mest lästa | populärt
        mest lest | mest læst | mest læste | luetuimmat | najczęściej czytane | najpopularniejsze | popularne
        nejčtenější | cele mai citite | legolvasottabb | en çok okunanlar | çok okunanlar | самые читаемые
        самое читаемое | популярное | популярные новости | рейтинг | найпопулярніше | популярне | δημοφιλή
        الأكثر قراءة | الأكثر مشاهدة | 排行 | 排行榜 | 热门 | 热门排行 | 热点 | 热门文章 | 點擊排行 | 热门新闻
        熱門 | 人気 | 人気記事 | ランキング | アクセスランキング | 많이 본 뉴스 | 인기 기사 | 인기뉴스
        terpopuler | đọc nhiều
        """
    ),
    "recommended": word_set(
        """
        recommendation | recommendations | recommended | recommended for you | recommended stories
        recommended articles | recommended reading | for you | editor s picks | editors picks | editor s choice
        editors choice | our picks | you may like | you may also like | you might also like | you might like
        don t miss | must read | must reads | featured | featured stories | suggested | suggested for you
        what to read next | picked for you | selected for you | empfehlungen | empfohlen | unsere empfehlungen
        das könnte sie auch interessieren | das könnte sie interessieren | das könnte dich auch interessieren
        für sie empfohlen | empfehlung der redaktion | tipp der redaktion | recommandé | recommandations
        recommandés pour vous | à découvrir | notre sélection | la sélection de la rédaction | vous aimerez aussi
        à ne pas manquer | recomendado | recomendados | recomendaciones | te recomendamos | le puede interesar
        le recomendamos | consigliati | da non perdere | ti potrebbe interessare | scelti per te | recomendadas
        recomendamos | você pode gostar | aanbevolen | aanbevolen voor jou | rekommenderat | anbefalt | anbefalet
        suosittelemme | polecane | polecamy | doporučujeme | recomandări | recomandate | ajánlott
        önerilen haberler | рекомендуем | рекомендуемое | выбор редакции | рекомендуємо | προτεινόμενα | يوصى به
        موصى به | نوصي بقراءة | 推荐 | 推薦 | 推荐阅读 | 推薦閱讀 | 猜你喜欢 | 为您推荐 | 编辑推荐 | 精彩推荐
        おすすめ | おすすめ記事 | 추천 | 추천 기사 | 추천뉴스 | rekomendasi | pilihan editor | đề xuất
        có thể bạn quan tâm
        """
    ),
}
_DISCUSSION = word_set(
    """
    comments | comment | leave a comment | leave a reply | join the conversation | join the discussion
    reader comments | top rated comments | post a comment | view comments | kommentare | kommentar schreiben
    leserkommentare | diskussion | commentaires | laisser un commentaire | vos réactions | comentarios
    deja un comentario | commenti | comentários | reacties | kommentarer | kommentit | komentarze | komentáře
    comentarii | hozzászólások | yorumlar | комментарии | обсуждение | коментарі | σχόλια | التعليقات | تعليقات
    评论 | 評論 | 网友评论 | コメント | 댓글 | komentar | bình luận
    """
)
_OPENINGS = {
    kind: tuple(sorted((f"{phrase} " for phrase in phrases if " " in phrase), key=len, reverse=True))
    for kind, phrases in _KINDS.items()
}
_KIND_OF_PHRASE = {phrase: kind for kind, phrases in reversed(_KINDS.items()) for phrase in phrases}
_FIRST_WORDS = frozenset(opening.partition(" ")[0] for openings in _OPENINGS.values() for opening in openings)
_LONGEST = 60  # characters; what is longer is a sentence


def list_kind(heading: str) -> ListKind | None:
    """The role that links under this heading play. None: it says nothing of the kind.

    >>> list_kind("Most read"), list_kind("Mehr zum Thema:"), list_kind("Weather")
    ('ranking', 'related', None)
    """
    return _promise(heading)[0] if len(heading) <= _LONGEST else None


def opens_discussion(heading: str) -> bool:
    """Whether what follows this heading was written by readers.

    >>> opens_discussion("Comments (12)"), opens_discussion("Comment is free")
    (True, False)
    """
    return len(heading) <= _LONGEST and _promise(heading)[1]


@lru_cache(maxsize=8192)
def _promise(heading: str) -> tuple[ListKind | None, bool]:
    """What stands under a heading: links of this role, readers' comments. Both are asked of each short block."""
    text = label(heading)
    return _kind_of(text), text.rstrip("0123456789 ") in _DISCUSSION


def _kind_of(text: str) -> ListKind | None:
    if text in _KIND_OF_PHRASE:
        return _KIND_OF_PHRASE[text]
    if text.partition(" ")[0] not in _FIRST_WORDS or text.count(" ") >= 6:
        return None
    return next((kind for kind, openings in _OPENINGS.items() if text.startswith(openings)), None)
