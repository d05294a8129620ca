import HTTPTransport

/// The two transports: what can be asked of both is.
enum TestedTransport: CaseIterable {
  case libcurl
  case plain

  func make(maximumResponseSize: Int = 8_000_000) throws -> Transport {
    switch self {
    case .libcurl: try CurlTransport(options: CurlOptions(maximumResponseSize: maximumResponseSize))
    case .plain: PlainTransport(maximumResponseSize: maximumResponseSize)
    }
  }
}
