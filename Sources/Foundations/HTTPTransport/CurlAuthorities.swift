import CCurl
import Glibc

/// The certificate authorities in the form in which libcurl takes them.
final class CurlAuthorities {
  private let file: String?
  private let blob: UnsafeMutableRawBufferPointer?

  /// Fails when the authorities cannot be read, so that a wrong path is known at once and not at the first request.
  init(_ source: TrustedAuthorities) throws(TransportError) {
    switch source {
    case .system:
      file = nil
      blob = nil
    case .file(let path):
      guard access(path, R_OK) == 0 else {
        throw TransportError(kind: .tls, message: "cannot read certificates from \(path)", mayHaveExecuted: false)
      }
      file = path
      blob = nil
    case .blob(let bytes):
      guard !bytes.isEmpty else {
        throw TransportError(kind: .tls, message: "the certificates are empty", mayHaveExecuted: false)
      }
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
      copy.copyBytes(from: bytes)
      file = nil
      blob = copy
    }
  }

  deinit {
    blob?.deallocate()
  }

  func apply(to handle: UnsafeMutableRawPointer) -> Bool {
    if let blob {
      return ccurl_set_blob(handle, CURLOPT_CAINFO_BLOB, blob.baseAddress, blob.count) == CURLE_OK
    }
    guard let file else { return true }
    return ccurl_set_text(handle, CURLOPT_CAINFO, file) == CURLE_OK
  }
}
