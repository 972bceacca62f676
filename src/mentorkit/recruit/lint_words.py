"""Words that the lint of letters looks for, by language: tables to be corrected by fluent readers.

A word stands for itself alone, and for all that begin with it where it ends in `*`; capitals do not
matter. A language that is not in a table is not looked at by that rule. English words are looked
for in every letter, but for gendered forms.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

NO: Mapping[str, str] = MappingProxyType(
    {
        "ar": "لا، شكرًا",
        "de": "nein, danke",
        "en": "no, thanks",
        "es": "no, gracias|no gracias",
        "fa": "نه، ممنون",
        "fr": "non merci|non, merci",
        "hi": "नहीं, धन्यवाद",
        "id": "tidak, terima kasih",
        "pt": "não, agradeço|não, obrigad|não, valeu",
        "ru": "нет, спасибо",
        "sw": "hapana, asante",
        "tr": "hayır, teşekkürler",
        "uk": "ні, дякую",
        "zh": "不了,谢谢|不了，谢谢|不，谢谢|不用了，谢谢|不了，謝謝",
    }
)
"""How a letter says that a no is enough: what people may answer, word by word."""

STRETCH: Mapping[str, float] = MappingProxyType(
    {
        "ar": 1.05, "de": 1.1, "es": 1.2, "fa": 1.15, "fr": 1.25, "hi": 1.35, "id": 1.05, "pt": 1.2,
        "ru": 1.0, "sw": 1.05, "tr": 0.95, "uk": 1.0, "zh": 1.1,
    }
)  # fmt: skip
"""How many words stand for one English word in the shipped wordings: bounds are stretched by it."""

LETTERS_A_WORD: Mapping[str, float] = MappingProxyType(
    {"ja": 2.5, "km": 5.0, "lo": 4.0, "my": 4.0, "th": 4.5, "yue": 2.0, "zh": 2.0}
)
"""Letters that stand for a word where words are written without blanks between."""

EDITS: Mapping[str, str] = MappingProxyType(
    {
        "ar": "تعديل* التعديل* تحرير* مساهم* المساهم*",
        "de": "bearbeitung* beitrag* beiträg* edit* hochgeladen*",
        "en": "edit edits contribution* revert* upload* bytes",
        "es": "edici* contribuci* aporte* aportaci* reversi* subida*",
        "fa": "ویرایش* مشارکت*",
        "fr": "modification* contribution* édit* révocation* téléversement* octets",
        "hi": "सम्पादन* संपादन* योगदान*",
        "id": "suntingan* kontribusi*",
        "pt": "ediç* contribui* contributo* reversõ* reversã* carregament*",
        "ru": "правк* правок вклад*",
        "sw": "uhariri* harir* michango mchango",
        "tr": "düzenleme* katkı*",
        "uk": "редагуван* внес*",
        "zh": "编辑 編輯 贡献 貢獻",
    }
)
"""What nobody counts in a letter: that somebody's work is watched is no reason to write."""

TIMES: Mapping[str, str] = MappingProxyType(
    {
        "ar": "شهر* أشهر ساع* يوم* أيام أسبوع* أسابيع سن* عام*",
        "de": "monat* stund* tag tage tagen woche* jahr jahre jahren",
        "en": "month months hour hours day days week weeks year years streak*",
        "es": "mes meses hora* día* semana* año*",
        "fa": "ماه* ساعت* روز* هفته* سال*",
        "fr": "mois heure* jour jours journée* semaine* an ans année*",
        "hi": "महीन* घंट* दिन* साल*",
        "id": "bulan* jam hari minggu* tahun*",
        "pt": "mês meses hora* dia* semana* ano anos",
        "ru": "месяц* час часа часов дн* недел* год* лет",
        "sw": "miezi mwezi saa masaa siku mwaka miaka",
        "tr": "ay ayda aydır saat* gün* hafta* yıl*",
        "uk": "місяц* годин* дн* тиж* рок* рік",
        "zh": "个月 個月 小时 小時 天 周 年来 年來",
    }
)
"""The same of time: how long, how often, how late somebody works."""

IDENTITY: Mapping[str, str] = MappingProxyType(
    {
        "ar": "امرأة المرأة نساء النساء سيدة أنثى مسلم* المسلم* مسيحي* المسيحي* يهود* اليهود*"
        " معاق* إعاقة الإعاقة لاجئ* اللاجئ* مثلي* أقلية أقليات الأقليات عرقي* جنسك",
        "de": "frau frauen weiblich* männlich* nichtbinär* trans transgender* transsex* lesbisch*"
        " schwul* queer* behindert* behinderung* gehörlos* autis* muslim* christlich* jüdisch*"
        " migrant* migrationshint* minderheit* indigen* ethni* flüchtling* geflüchtet* diversität",
        "en": "woman women female gender* transgender nonbinary lgbt* queer gay lesbian"
        " indigenous ethnic* racial minorit* muslim christian jewish hindu"
        " disab* deaf autis* immigrant* refugee* underrepresented marginali* diversity",
        "es": "mujer* lesbiana* gay queer trans transgénero transexual* indígena* etnia* étnic*"
        " minoría* minoritari* musulm* cristian* judí* discapaci* autis* sordo sorda sordos sordas"
        " migrante* inmigrante* refugiad* diversidad",
        "fa": "زن زنان خانم جنسیت* مسلمان مسیحی یهودی معلول* ناشنوا نابینا پناهنده* مهاجر* اقلیت*"
        " قومیت* همجنس*",
        "fr": "femme* lesbienne* gay queer trans transgenre* autochtone* ethni* racisé* minorité*"
        " musulman* chrétien* juive* juif* handicap* autis* sourd sourde sourds sourdes migrant*"
        " immigré* réfugié* diversité",
        "hi": "महिला* स्त्री* औरत* मुस्लिम मुसलमान ईसाई दलित* आदिवासी* विकलांग* दिव्यांग*"
        " अल्पसंख्यक* समलैंगिक* शरणार्थी*",
        "id": "perempuan wanita gender muslim kristen disabilit* difabel pengungsi minoritas adat",
        "pt": "mulher* lésbica* gay queer trans transgênero transgénero transexual* indígena*"
        " quilombola* etnia* étnic* minoria* muçulman* cristã* judia* judeu* deficiência*"
        " deficiente* autis* surdo surda surdos surdas migrante* imigrante* refugiad* diversidade",
        "ru": "женщин* девушк* гендер* мусульман* христиан* еврей* инвалид* мигрант* беженц*"
        " меньшинств*"
        " лгбт* этническ*",
        "sw": "mwanamke wanawake jinsia kabila mwislamu waislamu mkristo wakristo ulemavu mlemavu"
        " walemavu mkimbizi wakimbizi",
        "tr": "kadın* cinsiyet* müslüman* hristiyan* yahudi* engelli* mülteci* göçmen* azınlık*"
        " eşcinsel*",
        "uk": "жінк* жінок дівчин* гендер* мусульман* християн* єврей* інвалід* мігрант* біженц*"
        " меншин*"
        " лгбт*",
        "zh": "女性 女士 妇女 婦女 性别 性別 穆斯林 基督徒 残疾 殘疾 残障"
        " 难民 難民 少数民族 少數民族 同性恋",
    }
)  # fmt: skip
"""What a letter never names of a person, be it declared: who they are."""

PRAISE: Mapping[str, str] = MappingProxyType(
    {
        "ar": "مذهل* خارق* رائع* تهانينا مبروك عاجل فورًا فرصة",
        "de": "großartig* fantastisch* unglaublich* einzigartig* ausgewählt* glückwunsch* verpass*"
        " dringend*",
        "en": "amazing awesome rockstar fantastic hidden gem selected chosen congratulations urgent"
        " opportunity deserve*",
        "es": "increíble* fantástic* extraordinari* seleccionad* felicidades enhorabuena urgente*"
        " oportunidad",
        "fa": "شگفت‌انگیز* خارق‌العاده* فوق‌العاده* برگزیده* تبریک فوری فرصت*",
        "fr": "incroyable* fantastique* exceptionnel* génial* sélectionné* félicitations urgent*"
        " opportunité",
        "hi": "अद्भुत शानदार बधाई तुरंत सुनहरा अवसर",
        "id": "terpilih mendesak",
        "pt": "incríve* fantástic* extraordinári* selecionad* parabéns urgente* oportunidade",
        "ru": "потрясающ* невероятн* поздравля* срочно",
        "sw": "hongera ajabu dharura fursa umechaguliwa",
        "tr": "inanılmaz muhteşem seçildi* tebrikler acil",
        "uk": "неймовірн* вітаємо терміново",
        "zh": "太棒了 恭喜 入选 入選 紧急 緊急",
    }
)
"""Flattery, urgency and luck: words of advertisements, not of one person to another."""

GENDERED: Mapping[str, str] = MappingProxyType(
    {
        "ar": "عزيزي عزيزتي ترغب ترغبين تريد تريدين مرشدًا مرشدة مدعو مدعوة",
        "de": "teilnehmer teilnehmerin benutzer benutzerin autor autorin wikipedianer"
        " wikipedianerin koordinator koordinatorin kollege kollegin freiwilliger geehrter geehrte"
        " mentor mentorin mentoren neuling lotse lotsin",
        "en": "he she his her him himself herself guys chairman",
        "es": "bienvenido invitado invitada encantado encantada interesado dispuesto estimado"
        " estimada querido querida mentor mentora mentorizado tutor tutora alumno alumna aprendiz",
        "fa": "آقا آقای جناب سرکار",
        "fr": "invité invitée cher chère motivé motivée intéressé intéressée prêt prête content"
        " contente heureux heureuse ravi ravie désolé désolée enchanté enchantée contributeur"
        " contributrice mentor mentore tuteur tutrice apprenti apprentie",
        "hi": "उपदेशक सकते चाहते चाहता चाहती चाहेंगे चाहेंगी करूँगा करूँगी लिखूँगा लिखूँगी"
        " महोदय महोदया श्रीमान श्रीमती",
        "id": "bapak saudara saudari",
        "pt": "bem-vindo bem-vinda convidado convidada caro cara prezado prezada querido querida"
        " obrigado obrigada grato grata interessado disposto mentor mentora mentorado tutor tutora"
        " aprendiz",
        "ru": "уважаемый уважаемая дорогой дорогая приглашён приглашен готов готова рад рада"
        " участник"
        " участница хотел хотела уверен уверена благодарен благодарна",
        "sw": "bwana bibi dada kaka",
        "tr": "bey hanım beyefendi hanımefendi",
        "uk": "шановний шановна дорогий дорога запрошений готовий готова радий рада учасник"
        " учасниця хотів хотіла впевнений впевнена вдячний вдячна",
    }
)  # fmt: skip
"""Forms that take somebody for a man or a woman, the writer included: another wording is there."""

_TOGETHER = frozenset(LETTERS_A_WORD)
_ENGLISH_TOO = frozenset({"EDITS", "TIMES", "IDENTITY", "PRAISE"})
_TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"EDITS": EDITS, "TIMES": TIMES, "IDENTITY": IDENTITY, "PRAISE": PRAISE, "GENDERED": GENDERED}
)


@cache
def words(table: str, language: str) -> str:
    """Return a regular expression for the words of a table in a letter's language, or nothing."""
    spoken = language.partition("-")[0]
    codes = dict.fromkeys([spoken, *(["en"] if table in _ENGLISH_TOO else [])])
    found = [_one(word, code) for code in codes for word in _TABLES[table].get(code, "").split()]
    return f"(?:{'|'.join(found)})" if found else ""


def _one(word: str, language: str) -> str:
    if language in _TOGETHER:
        return re.escape(word)
    # A letter of a script that joins words with marks, such as Hindi's, ends where these do.
    end = "" if word.endswith("*") else r"(?![\w\u0900-\u0903\u093a-\u094f])"
    return rf"(?<!\w){re.escape(word.rstrip('*'))}{end}"


@cache
def finder(table: str, language: str) -> re.Pattern[str] | None:
    """Return what finds the words of a table, such as "IDENTITY", in a letter of a language."""
    found = words(table, language)
    return re.compile(found, re.IGNORECASE) if found else None


@cache
def counted(table: str, language: str) -> re.Pattern[str] | None:
    """Return what finds a number beside a word of a table: before it or behind, two words off."""
    found = words(table, language)
    if not found:
        return None
    before = rf"\d[\d.,]*\+?\s*(?:\w+\s+){{0,2}}\w{{0,2}}{found}"
    return re.compile(rf"{before}|{found}\w*\W{{0,3}}\d", re.IGNORECASE)
