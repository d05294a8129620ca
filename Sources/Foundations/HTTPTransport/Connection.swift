import CCurl

/// One connection that libcurl opens (`CURLOPT_CONNECT_ONLY`), with TLS where its origin asks for it. What goes over it is
/// written and read elsewhere, and nothing here waits.
final class Connection {
  enum State {
    case opening
    case open
    case failed(TransportError)
  }

  /// Scheme, host and port of where it leads to.
  let origin: String
  let handle: UnsafeMutableRawPointer
  private(set) var state = State.opening
  var isOpening: Bool { if case .opening = state { true } else { false } }
  var isOpen: Bool { if case .open = state { true } else { false } }
  /// `CURL_SOCKET_BAD` until it is open.
  private(set) var socket = CURL_SOCKET_BAD
  private let session: CurlSession
  private let errorText: UnsafeMutablePointer<CChar>
  private let isEncrypted: Bool
  private var hasSentBytes = false
  private var lastUse: Int64 = 0

  /// Begins to open it.
  ///
  /// - Parameter timeoutMilliseconds: for finding the name, TCP and TLS together.
  init(to origin: String, in session: CurlSession, timeoutMilliseconds: Int) throws(TransportError) {
    guard let handle = curl_easy_init() else { throw .unprepared }
    self.origin = origin
    isEncrypted = origin.hasPrefix("https:")
    self.handle = handle
    self.session = session
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    guard session.begin(handle, to: origin, timeoutMilliseconds: timeoutMilliseconds, errorText: errorText) else {
      throw .unprepared
    }
  }

  deinit {
    curl_multi_remove_handle(session.multi, handle)
    curl_easy_cleanup(handle)
    errorText.deallocate()
  }

  /// Has to be told what came of its opening.
  func opened(with code: CURLcode) {
    if code == CURLE_OK { ccurl_get_socket(handle, CURLINFO_ACTIVESOCKET, &socket) }
    state = code == CURLE_OK && socket != CURL_SOCKET_BAD ? .open : .failed(failure(code))
  }

  /// Has to be told before each request.
  func begin() { hasSentBytes = false }

  /// Has to be told when it is left alone.
  func rest() { lastUse = MonotonicClock.now() }

  /// Whether another request may go over it: its server has neither closed it nor sent what nobody asked for, and it has
  /// not rested for so long that somebody between may have forgotten it.
  var isUsable: Bool {
    guard MonotonicClock.now() - lastUse < longestRestMilliseconds else { return false }
    // The handle is asked and not the socket, which libcurl may have closed. TLS has messages of its own, tickets for later
    // sessions among them: reading takes them, and leaves nothing.
    var byte: UInt8 = 0
    var count = 0
    return curl_easy_recv(handle, &byte, 1, &count) == CURLE_AGAIN
  }

  /// - Parameter bytes: those that were not taken have to be given again, from the same place in memory.
  /// - Returns: how many were taken; 0 if none are for now.
  func send(_ bytes: UnsafeBufferPointer<UInt8>) throws(TransportError) -> Int {
    var count = 0
    let code = curl_easy_send(handle, bytes.baseAddress, bytes.count, &count)
    // TLS counts a message when all of its records are out, and some may be before.
    if count > 0 || isEncrypted { hasSentBytes = true }
    guard code == CURLE_OK || code == CURLE_AGAIN else { throw failure(code) }
    return count
  }

  /// - Returns: the next bytes, which stay in `buffer` until the next call, and are none at the end of the stream; nil if
  ///   nothing has come.
  func receive(
    into buffer: UnsafeMutableBufferPointer<UInt8>
  ) throws(TransportError) -> UnsafeBufferPointer<UInt8>? {
    var count = 0
    let code = curl_easy_recv(handle, buffer.baseAddress, buffer.count, &count)
    if code == CURLE_AGAIN { return nil }
    guard code == CURLE_OK else { throw failure(code) }
    return UnsafeBufferPointer(rebasing: buffer[..<count])
  }

  /// Why the request that is under way has no answer.
  func failure(_ code: CURLcode) -> TransportError {
    let message = String(cString: errorText[0] == 0 ? curl_easy_strerror(code) : UnsafePointer(errorText))
    return TransportError(kind: TransportError.Kind(code), message: message, mayHaveExecuted: hasSentBytes)
  }
}

/// libcurl's own bound for connections that it would use again.
private let longestRestMilliseconds: Int64 = 118_000
