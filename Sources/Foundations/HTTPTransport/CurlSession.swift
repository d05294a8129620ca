import CCurl

/// What the connections of one transport have in common in libcurl: the multi handle that opens them side by side, found
/// names, TLS sessions and options.
final class CurlSession {
  let multi: UnsafeMutableRawPointer
  private let share: UnsafeMutableRawPointer
  private let authorities: CurlAuthorities
  private let useProxy: Bool

  /// - Throws: what keeps the certificate authorities from being read, or libcurl from being initialised.
  init(_ options: TransportOptions) throws(TransportError) {
    authorities = try CurlAuthorities(options.certificateAuthorities)
    useProxy = options.useProxy
    guard CurlLibrary.isInitialized, let multi = curl_multi_init() else { throw .uninitialized }
    guard let share = curl_share_init() else {
      curl_multi_cleanup(multi)
      throw .uninitialized
    }
    self.multi = multi
    self.share = share
    // A connection that takes the place of another begins with that one's TLS session.
    ccurl_share_data(share, CURL_LOCK_DATA_SSL_SESSION)
  }

  deinit {
    curl_multi_cleanup(multi)
    curl_share_cleanup(share)
  }

  /// Begins to open a connection with a new handle.
  ///
  /// - Returns: false if libcurl refuses the handle or one of its options.
  func begin(
    _ handle: UnsafeMutableRawPointer, to origin: String, timeoutMilliseconds: Int,
    errorText: UnsafeMutablePointer<CChar>
  ) -> Bool {
    let codes = [
      ccurl_set_long(handle, CURLOPT_CONNECT_ONLY, 1),
      ccurl_set_text(handle, CURLOPT_URL, origin),
      ccurl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
      ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, min(timeoutMilliseconds, Int(Int32.max))),
      ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText),
      ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1),
      ccurl_set_long(handle, CURLOPT_TCP_NODELAY, 1),
      ccurl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
      ccurl_set_long(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      ccurl_set_pointer(handle, CURLOPT_SHARE, share),
      useProxy ? ccurl_set_long(handle, CURLOPT_HTTPPROXYTUNNEL, 1) : ccurl_set_text(handle, CURLOPT_PROXY, ""),
    ]
    return codes.allSatisfy { $0 == CURLE_OK } && authorities.apply(to: handle)
      && curl_multi_add_handle(multi, handle) == CURLM_OK
  }

  /// Brings what is being opened forward.
  ///
  /// - Returns: the handles that have come to an end, and which.
  func advance() -> [(handle: UnsafeMutableRawPointer, code: CURLcode)] {
    var running: Int32 = 0
    var ended: [(UnsafeMutableRawPointer, CURLcode)] = []
    curl_multi_perform(multi, &running)
    while let message = curl_multi_info_read(multi, &running) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
      ended.append((handle, message.pointee.data.result))
    }
    return ended
  }
}

extension TransportError {
  fileprivate static let uninitialized = unsendable("libcurl cannot be initialised")

  static let unprepared = unsendable("libcurl could not prepare the request")
}
