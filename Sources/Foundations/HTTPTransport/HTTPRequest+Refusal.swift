extension HTTPRequest {
  /// Whether a body, be it empty, is announced.
  var hasBody: Bool { !body.isEmpty || method == "POST" }

  /// Why this request cannot be sent; nil when it can.
  var refusal: TransportError? {
    if method.isEmpty || !method.withBytes({ $0.allSatisfy { $0 >= 0x41 && $0 <= 0x5A } }) {
      return .unsendable("the method is not a word of capital letters")
    }
    if !url.withBytes({ $0.allSatisfy { $0 > 0x20 && $0 < 0x7F } }) {
      return .unsendable("the URL has characters that must be percent-encoded")
    }
    if method == "HEAD", !body.isEmpty {
      return .unsendable("a HEAD request takes no body")
    }
    if let header = headers.first(where: { !$0.isWellFormed }) {
      return .unsendable("a header named \(String(header.name.unicodeScalars.filter { $0.value > 0x20 })) is malformed")
    }
    // libcurl takes 0 for no bound of a connection's opening.
    if (connectTimeoutMilliseconds ?? 1) <= 0 || (totalTimeoutMilliseconds ?? 1) <= 0 {
      return TransportError(kind: .timeout, message: "no time was left to send the request", mayHaveExecuted: false)
    }
    return nil
  }
}

extension TransportError {
  static func unsendable(_ message: String) -> TransportError {
    TransportError(kind: .other, message: message, mayHaveExecuted: false)
  }
}
