import CCurl
import Glibc

/// libcurl's state that the whole process shares.
enum CurlLibrary {
  /// Initialised by the first reader, once; false when OpenSSL or libcurl refused.
  static let isInitialized: Bool = {
    ignoreBrokenPipes()
    return ccurl_start_tls() == 1 && curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
  }()

  /// OpenSSL writes to its socket with `write`, so a peer that went away would end the process by SIGPIPE:
  /// libcurl leaves the signal to us, because it is told to touch none (`CURLOPT_NOSIGNAL`).
  private static func ignoreBrokenPipes() {
    var current = sigaction()
    guard sigaction(SIGPIPE, nil, &current) == 0, current.__sigaction_handler.sa_handler == nil else { return }
    signal(SIGPIPE, SIG_IGN)
  }
}
