import CCurl

/// One libcurl easy handle: prepared for a request, run by the multi handle, reset, and used again.
final class CurlHandle {
  let pointer: UnsafeMutableRawPointer
  private(set) var exchange: CurlExchange
  /// Of the request that is prepared.
  private(set) var isDispensable = false
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText: UnsafeMutablePointer<CChar>

  init?() {
    guard let pointer = curl_easy_init() else { return nil }
    self.pointer = pointer
    exchange = CurlExchange(handle: pointer, maximumBodySize: 0)
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(pointer)
    curl_slist_free_all(headerList)
    errorText.deallocate()
  }

  /// Sets everything but the body on a new or reset handle.
  func prepare(_ request: HTTPRequest, options: CurlOptions, authorities: CurlAuthorities) -> Bool {
    exchange = CurlExchange(handle: pointer, maximumBodySize: options.maximumResponseSize)
    isDispensable = request.isDispensable
    CurlCallbacks.install(on: pointer, for: exchange)
    setConstants(useProxy: options.useProxy)
    setTimeouts(request)
    ccurl_set_offset(pointer, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(options.maximumResponseSize))
    return authorities.apply(to: pointer) && setRequestLine(request) && setHeaders(request)
  }

  /// Sends `bytes`, which must stay where they are until the transfer is over.
  func setBody(_ bytes: UnsafeBufferPointer<UInt8>) {
    ccurl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
    ccurl_set_pointer(pointer, CURLOPT_POSTFIELDS, bytes.baseAddress.map(UnsafeRawPointer.init) ?? emptyBody)
  }

  /// Sends a copy of `bytes`, which libcurl keeps until the handle is reset.
  func copyBody(_ bytes: [UInt8]) -> Bool {
    ccurl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
    return bytes.withUnsafeBytes { buffer in
      ccurl_set_pointer(pointer, CURLOPT_COPYPOSTFIELDS, buffer.baseAddress ?? emptyBody) == CURLE_OK
    }
  }

  /// libcurl's own words for the last failure.
  func errorMessage(for code: CURLcode) -> String {
    errorText[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
  }

  /// Forgets the request; connections, names and TLS sessions are kept.
  func reset() {
    curl_easy_reset(pointer)
    curl_slist_free_all(headerList)
    headerList = nil
    errorText[0] = 0
  }

  private func setConstants(useProxy: Bool) {
    ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
    ccurl_set_long(pointer, CURLOPT_NOSIGNAL, 1)
    ccurl_set_long(pointer, CURLOPT_NOPROGRESS, 1)
    ccurl_set_long(pointer, CURLOPT_TCP_NODELAY, 1)
    ccurl_set_long(pointer, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    ccurl_set_long(pointer, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    ccurl_set_text(pointer, CURLOPT_PROTOCOLS_STR, "http,https")
    if !useProxy { ccurl_set_text(pointer, CURLOPT_PROXY, "") }
  }

  private func setTimeouts(_ request: HTTPRequest) {
    if let bound = request.connectTimeoutMilliseconds {
      ccurl_set_long(pointer, CURLOPT_CONNECTTIMEOUT_MS, min(bound, Int(Int32.max)))
    }
    if let bound = request.totalTimeoutMilliseconds {
      ccurl_set_long(pointer, CURLOPT_TIMEOUT_MS, min(bound, Int(Int32.max)))
    }
  }

  private func setRequestLine(_ request: HTTPRequest) -> Bool {
    guard ccurl_set_text(pointer, CURLOPT_URL, request.url) == CURLE_OK else { return false }
    switch request.method {
    case "GET" where request.body.isEmpty: return ccurl_set_long(pointer, CURLOPT_HTTPGET, 1) == CURLE_OK
    case "HEAD": return ccurl_set_long(pointer, CURLOPT_NOBODY, 1) == CURLE_OK
    case "POST": return ccurl_set_long(pointer, CURLOPT_POST, 1) == CURLE_OK
    default: return ccurl_set_text(pointer, CURLOPT_CUSTOMREQUEST, request.method) == CURLE_OK
    }
  }

  private func setHeaders(_ request: HTTPRequest) -> Bool {
    // One buffer for all lines, of which libcurl keeps copies.
    var line: [CChar] = []
    line.reserveCapacity(1_024)
    // A name without a value takes libcurl's own field away; a name with a semicolon sends it empty.
    var isComplete = append("Expect", ":", "", &line)
    for name in ["Accept", "Content-Type"] where !request.headers.contains(where: { $0.isNamed(name) }) {
      isComplete = append(name, ":", "", &line) && isComplete
    }
    for header in request.headers {
      isComplete = append(header.name, header.value.isEmpty ? ";" : ": ", header.value, &line) && isComplete
    }
    return isComplete && ccurl_set_list(pointer, CURLOPT_HTTPHEADER, headerList) == CURLE_OK
  }

  private func append(_ name: String, _ separator: String, _ value: String, _ line: inout [CChar]) -> Bool {
    line.removeAll(keepingCapacity: true)
    name.withBytes { line.append(contentsOf: UnsafeRawBufferPointer($0).bindMemory(to: CChar.self)) }
    separator.withBytes { line.append(contentsOf: UnsafeRawBufferPointer($0).bindMemory(to: CChar.self)) }
    value.withBytes { line.append(contentsOf: UnsafeRawBufferPointer($0).bindMemory(to: CChar.self)) }
    line.append(0)
    guard let longer = curl_slist_append(headerList, line) else { return false }
    headerList = longer
    return true
  }
}

/// A null pointer would make libcurl read the body from standard input.
private var emptyBody: UnsafeRawPointer {
  let empty: StaticString = ""
  return UnsafeRawPointer(empty.utf8Start)
}
