import CCurl

/// Runs prepared handles to their end on one multi handle.
struct CurlRun {
  let multi: UnsafeMutableRawPointer

  /// Returns how each handle ended; one that is not in the answer never began or was given up.
  func run(_ handles: [CurlHandle]) -> [UnsafeMutableRawPointer: CURLcode] {
    var codes: [UnsafeMutableRawPointer: CURLcode] = [:]
    for handle in handles where curl_multi_add_handle(multi, handle.pointer) != CURLM_OK {
      codes[handle.pointer] = CURLE_OUT_OF_MEMORY
    }
    defer { for handle in handles { curl_multi_remove_handle(multi, handle.pointer) } }
    var running: Int32 = 0
    repeat {
      guard curl_multi_perform(multi, &running) == CURLM_OK else { break }
      if running > 0, curl_multi_poll(multi, nil, 0, longestWaitMilliseconds, nil) != CURLM_OK { break }
    } while running > 0
    collect(into: &codes)
    return codes
  }

  private func collect(into codes: inout [UnsafeMutableRawPointer: CURLcode]) {
    var remaining: Int32 = 0
    while let message = curl_multi_info_read(multi, &remaining) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
      codes[handle] = message.pointee.data.result
    }
  }
}

/// libcurl shortens the wait to its own next timer, so this only bounds how long a lost wake-up could last.
private let longestWaitMilliseconds: Int32 = 60_000
