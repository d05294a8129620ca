import CCurl
import Glibc

/// One TCP connection that libcurl has opened (`CURLOPT_CONNECT_ONLY`), for what is written and read elsewhere.
final class PlainConnection {
  /// The host and port it leads to.
  let authority: String
  private let handle: UnsafeMutableRawPointer
  private let socket: Int32
  private var hasSentBytes = false

  /// - Throws: why there is no connection; `mayHaveExecuted` is false.
  init(to authority: String, timeoutMilliseconds: Int) throws(TransportError) {
    guard CurlLibrary.isInitialized, let handle = curl_easy_init() else { throw .unprepared }
    self.authority = authority
    self.handle = handle
    var socket = CURL_SOCKET_BAD
    let code = Self.connect(handle, to: "http://\(authority)/", min(timeoutMilliseconds, Int(Int32.max)))
    if code == CURLE_OK { ccurl_get_socket(handle, CURLINFO_ACTIVESOCKET, &socket) }
    self.socket = socket
    guard code == CURLE_OK, socket != CURL_SOCKET_BAD else {
      throw TransportError(kind: TransportError.Kind(code), message: Self.words(for: code), mayHaveExecuted: false)
    }
  }

  deinit { curl_easy_cleanup(handle) }

  private static func connect(_ handle: UnsafeMutableRawPointer, to url: String, _ timeout: Int) -> CURLcode {
    ccurl_set_long(handle, CURLOPT_CONNECT_ONLY, 1)
    ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    ccurl_set_long(handle, CURLOPT_TCP_NODELAY, 1)
    ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, timeout)
    ccurl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http")
    ccurl_set_text(handle, CURLOPT_PROXY, "")
    ccurl_set_text(handle, CURLOPT_URL, url)
    return curl_easy_perform(handle)
  }

  private static func words(for code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }

  /// Whether the server has neither closed it nor sent what nobody asked for.
  var isIdle: Bool {
    var state = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return poll(&state, 1, 0) == 0
  }

  /// Has to be told before each request but the first.
  func begin() { hasSentBytes = false }

  /// - Parameter end: by `GracePeriod.now()`; nil for ever.
  /// - Returns: false if the server answers already, and takes no more.
  func send(_ bytes: [UInt8], until end: Int64?) throws(TransportError) -> Bool {
    try bytes.withUnsafeBufferPointer { (bytes) throws(TransportError) -> Bool in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        var count = 0
        let code = curl_easy_send(handle, rest.baseAddress, rest.count, &count)
        guard code == CURLE_OK || code == CURLE_AGAIN else { throw failure(code) }
        if count > 0 { hasSentBytes = true }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        if code == CURLE_AGAIN, try wait(for: POLLOUT | POLLIN, until: end) & Int16(POLLIN) != 0 { return false }
      }
      return true
    }
  }

  /// Waits for the next bytes; none at the end of the stream. They stay in `buffer` until the next call.
  func receive(
    into buffer: UnsafeMutableBufferPointer<UInt8>, until end: Int64?
  ) throws(TransportError) -> UnsafeBufferPointer<UInt8> {
    while true {
      _ = try wait(for: POLLIN, until: end)
      var count = 0
      let code = curl_easy_recv(handle, buffer.baseAddress, buffer.count, &count)
      if code == CURLE_OK { return UnsafeBufferPointer(rebasing: buffer[..<count]) }
      guard code == CURLE_AGAIN else { throw failure(code) }
    }
  }

  /// - Returns: what has come to pass.
  private func wait(for events: Int32, until end: Int64?) throws(TransportError) -> Int16 {
    var state = pollfd(fd: socket, events: Int16(events), revents: 0)
    while true {
      let remaining = end.map { Int32(clamping: max($0 - GracePeriod.now(), 0)) } ?? -1
      let count = poll(&state, 1, remaining)
      if count > 0 { return state.revents }
      if count == 0 { throw failure(CURLE_OPERATION_TIMEDOUT) }
      guard errno == EINTR else { throw failure(CURLE_RECV_ERROR) }
    }
  }

  private func failure(_ code: CURLcode) -> TransportError {
    TransportError(kind: TransportError.Kind(code), message: Self.words(for: code), mayHaveExecuted: hasSentBytes)
  }
}
