/// The codes of currencies, by which amounts are told apart.
/// - SeeAlso: ISO 4217, list one, as pycountry 26.2.16 has it, without the codes for tests and for no currency; `BGN` and
///   `HRK` were in use until 2025 and 2022, and stand in older bills.
public enum Currency {
    private static let codes: StaticString = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE \
        CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ \
        GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD \
        LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP \
        PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP \
        TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR \
        XOF XPD XPF XPT XSU XUA YER ZAR ZMW ZWG
        """

    /// Whether a text is such a code, in capital letters.
    public static func isKnown(_ text: String) -> Bool {
        guard text.utf8.count == 3 else { return false }
        let wanted = Array(text.utf8)
        return codes.withUTF8Buffer { bytes in
            stride(from: 0, to: bytes.count - 2, by: 4).contains { start in
                bytes[start..<start + 3].elementsEqual(wanted)
            }
        }
    }
}
