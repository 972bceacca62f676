"""Which language stands in for which, as the wikis' own interface does it."""

from collections.abc import Container, Iterator, Sequence

# The members of the macrolanguage "ara" in ISO 639-3: what is written for all of them is "ar".
_MACRO = """
ar: aao abh abv acm acq acw acx acy adf aeb aec afb apc apd arb arq ars ary arz auz avl ayh ayl
ar: ayn ayp pga shu ssh
"""

# What follows the colon falls back on what stands before it, in that order. Source: `$fallback`
# in languages/messages/ of MediaWiki 1.39, where the final English goes without saying.
_MEDIAWIKI = """
ady-cyrl: ady
aeb-arab: aeb
ar: aeb-arab arq ary arz
ban: ban-bali
bbc-latn: bbc
be: be-tarask
bho: bh
bn: bpy
bs sr-el sr-latn hr: sh
ca fr: oc
cbk fa: sdh
cdo zh-hant zh zh-hans: nan
crh-latn: crh
cs: sk
da: jut kl
de: bar de-at de-ch de-formal frr gsw hrx ksh lb nds pdc pdt pfl sli stq vmf
dsb de: hsb
el: pnt
en: bi en-ca en-gb jam pih sco
eo: io
es: an arn ast ay cbk-zam es-formal ext gn guc lad nah
et: liv vep vro
fa: azb bcc bgn bqi glk lki lrc luz mzn
fi: fit krl olo smn vot
fr: atj bci bm fon frc frp gcr ht kab kbp ln mg pcd ses sg shy-latn ty wa wls wo
fr es ru: avk
gan gan-hans zh-hant zh zh-hans: gan-hant
gan gan-hant zh-hans zh zh-hant: gan-hans
gan-hant gan-hans zh-hant zh zh-hans: gan
gom-deva: gom
he: yi
hi: anp awa gom-deva mai sa
hif-latn: hif
hsb de: dsb
hu: hu-formal
hy: hyw
id: abs ace ban bbc-latn bjn btm bug gor jv mad min nia su
ike-cans: iu
it: co egl eml fur lij nap pms rgn roa-tara scn sdc sro vec
it rm fur: lld
iu: ike-cans ike-latn
jv id: map-bms
ka: xmf
kab: zgh
kbd-cyrl: kbd
kk: kk-cyrl
kk kk-cyrl: kk-arab kk-latn
kk-arab kk kk-cyrl: kk-cn
kk-cyrl: kk
kk-cyrl kk: kk-kz
kk-latn kk kk-cyrl: kk-tr
kk-latn kk-cyrl: kaa
kn: tcy
ko: ko-kp
ks-arab: ks
ku: ku-latn
ku ckb: ku-arab
ku-latn: ku
lt: sgs
lv: ltg
mdf ru: myv
mhr ru: mrj
mk: ruq-cyrl
mrj ru: mhr
ms: dtp ms-arab
my: blk kjp ksw mnw
myv ru: mdf
nan zh-hant zh zh-hans: cdo
nb fi: se
ne: dty
nl: li nds-nl nl-informal srn vls zea
no nb: nn
no nn: nb
nrf fr: nrm
oc: ca
pl: csb szl
pms eml lij vec it: lmo
pt: gl kea mwl pt-br tet vmw
pt-br: pt
qu es: qug
qug es: qu
ro: mo rmy rup ruq-latn
ru: ab alt av ba bxr ce crh-cyrl cv gld inh koi krc kum kv lbe os sah sjd sty tt-cyrl tyv udm xal
ru az: lez
ruq-latn ro: ruq
se fi sv: se-fi
se nb nn: se-no
se sv: se-se
sh bs hr sr-latn sr-el sh-cyrl sr-cyrl sr-ec: sh-latn
shi-latn fr: shi
shy-latn: shy
sk: cs
skr-arab: skr
sq: aln
sr-cyrl sr: sr-ec
sr-ec sr-cyrl: rsk sr
sr-latn sr: sr-el
tg: tg-cyrl tg-latn
tg-cyrl: tg
tr: gag kiu lzz
tt-cyrl ru: tt
ug-arab: ug
uk ru: rue
ur: khw
ur pnb: skr-arab
zh-cn zh zh-hant: zh-hans
zh-cn zh-hans zh zh-hant: hsn ii
zh-hans zh zh-hant: wuu za zh-cn
zh-hans zh-cn zh zh-hant: zh-sg
zh-hans zh-hant zh-cn zh-tw zh-hk: zh
zh-hant zh zh-hans: hak lzh
zh-hant zh-hk zh zh-hans: zh-tw
zh-hant zh-tw zh zh-hans: zh-hk
zh-hk zh-hant zh-tw zh zh-hans: zh-mo
zh-sg zh-hans zh-cn zh zh-hant: zh-my
zh-tw zh-hant zh zh-hans: ami pwn szy tay trv
zh-tw zh-hk zh zh-hans: zh-hant
"""


def _read(table: str) -> dict[str, tuple[str, ...]]:
    rows = (line.split(": ") for line in table.split("\n") if line)
    return {code: tuple(chain.split()) for chain, codes in rows for code in codes.split()}


_FALLBACKS = _read(_MEDIAWIKI)
_WRITTEN = _read(_MACRO)


def normal(code: str) -> str:
    """Return a language code in the wikis' spelling: lower case, with hyphens."""
    return code.strip().lower().replace("_", "-")


def near(code: str) -> Iterator[str]:
    """Yield a language and its wider forms: itself, less and less regional, written Arabic.

    Subtags are cut from the right as in RFC 4647, section 3.4: es-419 is read as es.
    """
    parts = normal(code).split("-")
    yield from ("-".join(parts[:count]) for count in range(len(parts), 0, -1))
    yield from _WRITTEN.get(parts[0], ())


def instead(code: str) -> Iterator[str]:
    """Yield the languages that MediaWiki shows in place of one, without the final English."""
    for form in near(code):
        yield from _FALLBACKS.get(form, ())


def choose(asked: Sequence[str], available: Container[str]) -> str:
    """Return the language in which to write to somebody who asked for some, best first.

    A language that the person named, or a wider form of it, goes before anything guessed; then
    MediaWiki's fallbacks of each language in turn; then English.
    """
    named = (form for code in asked for form in near(code))
    guessed = (form for code in asked for form in instead(code))
    for language in (*named, *guessed):
        if language in available:
            return language
    return "en"
