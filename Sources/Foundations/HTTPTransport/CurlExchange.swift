import CCurl

/// What one transfer has sent and received so far; libcurl's callbacks write here.
final class CurlExchange {
  private let handle: UnsafeMutableRawPointer
  private let maximumBodySize: Int
  private var fields: [HTTPHeader] = []
  private var body: [UInt8] = []
  private var isSecondAttempt = false
  private(set) var isTooLarge = false

  init(handle: UnsafeMutableRawPointer, maximumBodySize: Int) {
    self.handle = handle
    self.maximumBodySize = maximumBodySize
  }

  /// Whether at least one byte of the request was handed to the operating system.
  var hasSentBytes: Bool {
    var size = 0
    return ccurl_get_long(handle, CURLINFO_REQUEST_SIZE, &size) != CURLE_OK || size > 0
  }

  var response: HTTPResponse {
    var status = 0
    ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
    return HTTPResponse(status: status, headers: HTTPHeaders(fields), body: body)
  }

  /// libcurl sends a request again by itself when a kept connection dies without an answer, also when the peer had
  /// already read it. That would hide a second execution, so only a request of which nothing was sent may go on.
  func mayBeginRequest() -> Bool {
    defer { isSecondAttempt = true }
    return !(isSecondAttempt && hasSentBytes)
  }

  func receiveHeader(_ line: UnsafeBufferPointer<UInt8>) {
    if line.starts(with: "HTTP/".utf8) {
      // A status line: what came before belonged to an interim answer (1xx).
      fields.removeAll(keepingCapacity: true)
      return
    }
    if let field = HTTPHeader(line: line) { fields.append(field) }
  }

  func receiveBody(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= maximumBodySize - body.count else {
      isTooLarge = true
      return false
    }
    if body.isEmpty { reserveAnnouncedLength() }
    body.append(contentsOf: bytes)
    return true
  }

  private func reserveAnnouncedLength() {
    var length: curl_off_t = -1
    ccurl_get_offset(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length)
    if length > 0 { body.reserveCapacity(min(Int(length), maximumBodySize)) }
  }
}
