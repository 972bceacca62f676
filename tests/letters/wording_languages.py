"""The languages that letters are shipped in."""

SHIPPED = {
    *("ar", "de", "en", "es", "fa", "fr", "hi", "id"),
    *("pt", "pt-br", "ru", "sw", "tr", "uk", "zh-hans"),
}
