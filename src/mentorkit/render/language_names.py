"""What languages are called in English, by the codes of ISO 639 that people write down."""

_NAMES = """
aa Afar, ab Abkhaz, ace Acehnese, ady Adyghe, af Afrikaans, ak Akan, als Alemannic, am Amharic,
an Aragonese, ang Old English, ar Arabic, arc Aramaic, ary Moroccan Arabic, arz Egyptian Arabic,
as Assamese, ast Asturian, atj Atikamekw, av Avar, ay Aymara, az Azerbaijani, ba Bashkir,
ban Balinese, bar Bavarian, be Belarusian, bg Bulgarian, bh Bhojpuri, bho Bhojpuri, bi Bislama,
bjn Banjarese, bm Bambara, bn Bangla, bo Tibetan, br Breton, bs Bosnian, bug Buginese, ca Catalan,
ce Chechen, ceb Cebuano, ch Chamorro, chr Cherokee, ckb Central Kurdish, co Corsican, cr Cree,
crh Crimean Tatar, cs Czech, csb Kashubian, cv Chuvash, cy Welsh, da Danish, dag Dagbani,
de German, din Dinka, diq Zazaki, dsb Lower Sorbian, dty Doteli, dv Divehi, dz Dzongkha, ee Ewe,
el Greek, en English, eo Esperanto, es Spanish, et Estonian, eu Basque, fa Persian, fat Fante,
ff Fula, fi Finnish, fj Fijian, fo Faroese, fon Fon, fr French, fur Friulian, fy West Frisian,
ga Irish, gag Gagauz, gd Scottish Gaelic, gl Galician, gn Guarani, gom Konkani, gu Gujarati,
guw Gun, gv Manx, ha Hausa, hak Hakka, haw Hawaiian, he Hebrew, hi Hindi, hr Croatian,
hsb Upper Sorbian, ht Haitian Creole, hu Hungarian, hy Armenian, hyw Western Armenian,
ia Interlingua, id Indonesian, ig Igbo, ilo Ilokano, inh Ingush, is Icelandic, it Italian,
iu Inuktitut, ja Japanese, jam Jamaican Patois, jv Javanese, ka Georgian, kaa Karakalpak,
kab Kabyle, kbd Kabardian, kbp Kabiye, kg Kongo, ki Kikuyu, kk Kazakh, kl Greenlandic, km Khmer,
kn Kannada, ko Korean, krc Karachay-Balkar, ks Kashmiri, ku Kurdish, kv Komi, kw Cornish,
ky Kyrgyz, la Latin, lad Ladino, lb Luxembourgish, lez Lezgian, lg Luganda, li Limburgish,
lij Ligurian, lmo Lombard, ln Lingala, lo Lao, lt Lithuanian, lv Latvian, mad Madurese,
mai Maithili, mdf Moksha, mg Malagasy, mi Maori, min Minangkabau, mk Macedonian, ml Malayalam,
mn Mongolian, mni Meitei, mnw Mon, mr Marathi, mrj Hill Mari, ms Malay, mt Maltese,
mwl Mirandese, my Burmese, myv Erzya, mzn Mazanderani, nah Nahuatl, nap Neapolitan, nb Norwegian,
nds Low German, ne Nepali, new Newari, nl Dutch, nn Norwegian Nynorsk, no Norwegian, nov Novial,
nqo N'Ko, nso Northern Sotho, nv Navajo, ny Chewa, oc Occitan, olo Livvi, om Oromo, or Odia,
os Ossetian, pa Punjabi, pag Pangasinan, pam Kapampangan, pap Papiamento, pcd Picard,
pcm Nigerian Pidgin, pl Polish, pms Piedmontese, pnb Western Punjabi, ps Pashto, pt Portuguese,
qu Quechua, rm Romansh, rn Rundi, ro Romanian, ru Russian, rue Rusyn, rw Kinyarwanda,
sa Sanskrit, sah Sakha, sat Santali, sc Sardinian, scn Sicilian, sco Scots, sd Sindhi,
se Northern Sami, sg Sango, sh Serbo-Croatian, shi Tachelhit, shn Shan, si Sinhala,
simple Simple English, sk Slovak, skr Saraiki, sl Slovene, sm Samoan, smn Inari Sami, sn Shona,
so Somali, sq Albanian, sr Serbian, ss Swazi, st Southern Sotho, stq Saterland Frisian,
su Sundanese, sv Swedish, sw Swahili, szl Silesian, ta Tamil, tay Atayal, tcy Tulu, te Telugu,
tet Tetum, tg Tajik, th Thai, ti Tigrinya, tk Turkmen, tl Tagalog, tly Talysh, tn Tswana,
to Tongan, tpi Tok Pisin, tr Turkish, trv Seediq, ts Tsonga, tt Tatar, tum Tumbuka, tw Twi,
ty Tahitian, tyv Tuvan, udm Udmurt, ug Uyghur, uk Ukrainian, ur Urdu, uz Uzbek, ve Venda,
vec Venetian, vep Veps, vi Vietnamese, vls West Flemish, vo Volapük, wa Walloon, war Waray,
wo Wolof, wuu Wu Chinese, xal Kalmyk, xh Xhosa, xmf Mingrelian, yi Yiddish, yo Yoruba,
yue Cantonese, za Zhuang, zea Zeelandic, zgh Standard Moroccan Tamazight, zh Chinese, zu Zulu
"""

_BY_CODE = dict(entry.split(maxsplit=1) for entry in _NAMES.replace("\n", " ").split(","))


def language_name(code: str) -> str:
    """Return the English name of a language, with what its code says besides in brackets.

    A code that is not known is returned as it is: "pt-BR" is Portuguese (BR), "xyz" is xyz.
    """
    base, _, rest = code.replace("_", "-").partition("-")
    name = _BY_CODE.get(base.casefold())
    if name is None:
        return code
    return f"{name} ({rest})" if rest else name
