//! Unicode properties by their names, which ECMA-262 spells exactly, with their capitals ("Binary Unicode property aliases", "Value aliases
//! and canonical values").

use super::Unusable;
use super::class::Class;

/// Values of `General_Category`, which also stand alone.
const CATEGORIES: &str = "\
    C Cased_Letter Cc Cf Close_Punctuation Cn Co Combining_Mark Connector_Punctuation Control Cs Currency_Symbol Dash_Punctuation \
    Decimal_Number Enclosing_Mark Final_Punctuation Format Initial_Punctuation L LC Letter Letter_Number Line_Separator Ll Lm Lo \
    Lowercase_Letter Lt Lu M Mark Math_Symbol Mc Me Mn Modifier_Letter Modifier_Symbol N Nd Nl No Nonspacing_Mark Number \
    Open_Punctuation Other Other_Letter Other_Number Other_Punctuation Other_Symbol P Paragraph_Separator Pc Pd Pe Pf Pi Po \
    Private_Use Ps Punctuation S Sc Separator Sk Sm So Space_Separator Spacing_Mark Surrogate Symbol Titlecase_Letter Unassigned \
    Uppercase_Letter Z Zl Zp Zs cntrl digit punct";

/// Properties that a character has or has not.
const BINARY: &str = "\
    AHex ASCII ASCII_Hex_Digit Alpha Alphabetic Any Assigned Bidi_C Bidi_Control Bidi_M Bidi_Mirrored CI CWCF CWCM CWKCF CWL CWT CWU \
    Case_Ignorable Cased Changes_When_Casefolded Changes_When_Casemapped Changes_When_Lowercased Changes_When_NFKC_Casefolded \
    Changes_When_Titlecased Changes_When_Uppercased DI Dash Default_Ignorable_Code_Point Dep Deprecated Dia Diacritic EBase EComp \
    EMod EPres Emoji Emoji_Component Emoji_Modifier Emoji_Modifier_Base Emoji_Presentation Ext ExtPict Extended_Pictographic \
    Extender Gr_Base Gr_Ext Grapheme_Base Grapheme_Extend Hex Hex_Digit IDC IDS IDSB IDST IDS_Binary_Operator IDS_Trinary_Operator \
    ID_Continue ID_Start Ideo Ideographic Join_C Join_Control LOE Logical_Order_Exception Lower Lowercase Math NChar \
    Noncharacter_Code_Point Pat_Syn Pat_WS Pattern_Syntax Pattern_White_Space QMark Quotation_Mark RI Radical Regional_Indicator SD \
    STerm Sentence_Terminal Soft_Dotted Term Terminal_Punctuation UIdeo Unified_Ideograph Upper Uppercase VS Variation_Selector \
    WSpace White_Space XIDC XIDS XID_Continue XID_Start space";

/// Values of `Script` and `Script_Extensions`.
const SCRIPTS: &str = "\
    Adlam Adlm Aghb Ahom Anatolian_Hieroglyphs Arab Arabic Armenian Armi Armn Avestan Avst Bali Balinese Bamu Bamum Bass Bassa_Vah \
    Batak Batk Beng Bengali Berf Beria_Erfe Bhaiksuki Bhks Bopo Bopomofo Brah Brahmi Brai Braille Bugi Buginese Buhd Buhid Cakm \
    Canadian_Aboriginal Cans Cari Carian Caucasian_Albanian Chakma Cham Cher Cherokee Chorasmian Chrs Common Copt Coptic Cpmn Cprt \
    Cuneiform Cypriot Cypro_Minoan Cyrillic Cyrl Deseret Deva Devanagari Diak Dives_Akuru Dogr Dogra Dsrt Dupl Duployan Egyp \
    Egyptian_Hieroglyphs Elba Elbasan Elym Elymaic Ethi Ethiopic Gara Garay Geor Georgian Glag Glagolitic Gong Gonm Goth Gothic Gran \
    Grantha Greek Grek Gujarati Gujr Gukh Gunjala_Gondi Gurmukhi Guru Gurung_Khema Han Hang Hangul Hani Hanifi_Rohingya Hano Hanunoo \
    Hatr Hatran Hebr Hebrew Hira Hiragana Hluw Hmng Hmnp Hung Imperial_Aramaic Inherited Inscriptional_Pahlavi \
    Inscriptional_Parthian Ital Java Javanese Kaithi Kali Kana Kannada Katakana Kawi Kayah_Li Khar Kharoshthi Khitan_Small_Script \
    Khmer Khmr Khoj Khojki Khudawadi Kirat_Rai Kits Knda Krai Kthi Lana Lao Laoo Latin Latn Lepc Lepcha Limb Limbu Lina Linb \
    Linear_A Linear_B Lisu Lyci Lycian Lydi Lydian Mahajani Mahj Maka Makasar Malayalam Mand Mandaic Mani Manichaean Marc Marchen \
    Masaram_Gondi Medefaidrin Medf Meetei_Mayek Mend Mende_Kikakui Merc Mero Meroitic_Cursive Meroitic_Hieroglyphs Miao Mlym Modi \
    Mong Mongolian Mro Mroo Mtei Mult Multani Myanmar Mymr Nabataean Nag_Mundari Nagm Nand Nandinagari Narb Nbat New_Tai_Lue Newa \
    Nko Nkoo Nshu Nushu Nyiakeng_Puachue_Hmong Ogam Ogham Ol_Chiki Ol_Onal Olck Old_Hungarian Old_Italic Old_North_Arabian \
    Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Onao Oriya Orkh Orya Osage Osge Osma Osmanya Ougr \
    Pahawh_Hmong Palm Palmyrene Pau_Cin_Hau Pauc Perm Phag Phags_Pa Phli Phlp Phnx Phoenician Plrd Prti Psalter_Pahlavi Qaac Qaai \
    Rejang Rjng Rohg Runic Runr Samaritan Samr Sarb Saur Saurashtra Sgnw Sharada Shavian Shaw Shrd Sidd Siddham Sidetic Sidt \
    SignWriting Sind Sinh Sinhala Sogd Sogdian Sogo Sora Sora_Sompeng Soyo Soyombo Sund Sundanese Sunu Sunuwar Sylo Syloti_Nagri \
    Syrc Syriac Tagalog Tagb Tagbanwa Tai_Le Tai_Tham Tai_Viet Tai_Yo Takr Takri Tale Talu Tamil Taml Tang Tangsa Tangut Tavt Tayo \
    Telu Telugu Tfng Tglg Thaa Thaana Thai Tibetan Tibt Tifinagh Tirh Tirhuta Tnsa Todhri Todr Tolong_Siki Tols Toto Tulu_Tigalari \
    Tutg Ugar Ugaritic Unknown Vai Vaii Vith Vithkuqi Wancho Wara Warang_Citi Wcho Xpeo Xsux Yezi Yezidi Yi Yiii Zanabazar_Square \
    Zanb Zinh Zyyy Zzzz";

/// Names that Rust's tables lack.
const UNREAD: &str =
    "Changes_When_NFKC_Casefolded CWKCF Unknown Zzzz Beria_Erfe Berf Sidetic Sidt Tai_Yo Tayo Tolong_Siki Tols";

/// The characters of `\p{…}`, or of `\P{…}` if it is negated: `None` where Rust's tables lack the property. The error says what is wrong
/// with what stands in the braces.
pub fn property(stated: &str, negated: bool) -> Result<Option<Class>, Unusable> {
    let unknown = || Unusable::Wrong(format!("`{stated}` is no Unicode property as ECMAScript spells them"));
    let (name, value) = match stated.split_once('=') {
        Some(("General_Category" | "gc", value)) if is_among(CATEGORIES, value) => ("gc=", value),
        Some(("Script" | "sc", value)) if is_among(SCRIPTS, value) => ("sc=", value),
        Some(("Script_Extensions" | "scx", value)) if is_among(SCRIPTS, value) => ("scx=", value),
        None if is_among(CATEGORIES, stated) => ("gc=", stated),
        None if is_among(BINARY, stated) => ("", stated),
        _ => return Err(unknown()),
    };
    if matches!(value, "Cs" | "Surrogate") {
        // No text holds one.
        return Ok(Some(Class::none(negated)));
    }
    let letter = if negated { 'P' } else { 'p' };
    let is_known = !is_among(UNREAD, value);
    Ok(is_known.then(|| Class::of_property(format!("\\{letter}{{{name}{value}}}"))))
}

fn is_among(names: &str, name: &str) -> bool {
    names.split(' ').any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_exactly() {
        for stated in
            ["L", "Letter", "gc=Lu", "General_Category=punct", "Script=Greek", "scx=Grek", "Alphabetic", "ASCII"]
        {
            assert!(property(stated, false).is_ok(), "{stated}");
        }
        for stated in
            ["letter", "Greek", "Script=greek", "Script=", "=Greek", "gc=Greek", "Is_Greek", "Block=Greek", "", " L"]
        {
            assert!(matches!(property(stated, false), Err(Unusable::Wrong(_))), "{stated}");
        }
    }

    #[test]
    fn the_engine_knows_each_name_that_is_not_excepted() {
        let kinds = [("gc=", CATEGORIES), ("sc=", SCRIPTS), ("scx=", SCRIPTS), ("", CATEGORIES), ("", BINARY)];
        for (prefix, names) in kinds {
            for name in names.split(' ') {
                let pattern = format!("\\p{{{prefix}{name}}}[\\P{{{prefix}{name}}}]");
                let known = crate::pattern::Pattern::new(&pattern).is_ok();
                assert_eq!(known, !is_among(UNREAD, name), "{pattern}");
            }
        }
    }
}
