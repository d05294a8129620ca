import CCurl

/// HTTP/1.1 over libcurl, blocking, for one thread.
///
/// All requests share one libcurl multi handle and so one pool of connections: what a single request opened, several
/// at once use again. (`curl_easy_perform` makes a private multi handle, with a private pool, and costs the same.)
/// Easy handles are pooled too, and reset between uses. No redirects, no proxy unless asked for, no signals, no
/// decompression, no `Expect`, no second sending of a request that the peer may have seen.
public final class CurlTransport: Transport {
  private let options: CurlOptions
  private let authorities: CurlAuthorities
  private let multi: UnsafeMutableRawPointer
  private var idle: [CurlHandle] = []

  /// Fails when the certificate authorities cannot be read or libcurl cannot be initialised. Opens no connection.
  /// SIGPIPE is ignored from here on, unless the process had set an action of its own.
  public init(options: CurlOptions = CurlOptions()) throws(TransportError) {
    authorities = try CurlAuthorities(options.certificateAuthorities)
    guard CurlLibrary.isInitialized, let multi = curl_multi_init() else {
      throw TransportError(kind: .other, message: "libcurl cannot be initialised", mayHaveExecuted: false)
    }
    self.options = options
    self.multi = multi
    ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, max(1, options.maximumConnectionsPerHost))
    ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, idleConnections)
  }

  deinit {
    idle.removeAll()
    curl_multi_cleanup(multi)
  }

  public func perform(_ requests: [HTTPRequest]) -> [Result<HTTPResponse, TransportError>] {
    let transfers = requests.map { prepare($0, copyBody: requests.count > 1) }
    guard requests.count == 1, let request = requests.first, case .ready(let handle)? = transfers.first else {
      return run(transfers)
    }
    guard request.hasBody else { return run(transfers) }
    // One body needs no copy: an answer of a function may be 6 MB in a sandbox of 128 MB.
    return request.body.withUnsafeBufferPointer { bytes in
      handle.setBody(bytes)
      return run(transfers)
    }
  }

  private func prepare(_ request: HTTPRequest, copyBody: Bool) -> CurlTransfer {
    if let refusal = request.refusal { return .refused(refusal) }
    guard let handle = idle.popLast() ?? CurlHandle() else { return .refused(.unprepared) }
    guard handle.prepare(request, options: options, authorities: authorities),
      !copyBody || !request.hasBody || handle.copyBody(request.body)
    else { return .refused(.unprepared) }
    return .ready(handle)
  }

  private func run(_ transfers: [CurlTransfer]) -> [Result<HTTPResponse, TransportError>] {
    let handles = transfers.compactMap(\.handle)
    let codes = CurlRun(multi: multi).run(handles)
    return transfers.map { transfer in
      switch transfer {
      case .refused(let error): .failure(error)
      case .ready(let handle): finish(handle, codes[handle.pointer] ?? CURLE_FAILED_INIT)
      }
    }
  }

  private func finish(_ handle: CurlHandle, _ code: CURLcode) -> Result<HTTPResponse, TransportError> {
    defer {
      handle.reset()
      if idle.count < idleConnections { idle.append(handle) }
    }
    return code == CURLE_OK ? .success(handle.exchange.response) : .failure(handle.failure(code))
  }
}

/// More than any of our functions talks to at once: a few hosts, and a batch in flight.
private let idleConnections = 32
