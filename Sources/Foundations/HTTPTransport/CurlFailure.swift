import CCurl

extension CurlHandle {
  /// The typed error of a transfer that ended with `code`.
  func failure(_ code: CURLcode) -> TransportError {
    let kind = exchange.isTooLarge ? .tooLarge : TransportError.Kind(code)
    let isSecondSending = code == CURLE_ABORTED_BY_CALLBACK
    let message = isSecondSending ? "The connection ended before an answer came" : errorMessage(for: code)
    return TransportError(kind: kind, message: message, mayHaveExecuted: exchange.hasSentBytes)
  }
}

extension TransportError.Kind {
  init(_ code: CURLcode) {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .resolve
    case CURLE_COULDNT_CONNECT: self = .connect
    case CURLE_OPERATION_TIMEDOUT: self = .timeout
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_INITFAILED:
      self = .tls
    // Aborted by the callback that forbids libcurl to send a request twice.
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_ABORTED_BY_CALLBACK: self = .reset
    case CURLE_PARTIAL_FILE: self = .truncated
    case CURLE_FILESIZE_EXCEEDED: self = .tooLarge
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_HTTP2: self = .protocolViolation
    default: self = .other
    }
  }
}
