import CCurl

/// Runs prepared handles on one multi handle, until all have ended or only dispensable ones are left whose grace period
/// is over. What is taken off the multi handle half-way has its connection closed by libcurl.
struct CurlRun {
  let multi: UnsafeMutableRawPointer

  /// Returns how each handle ended; one that is not in the answer never began. `CURLE_OPERATION_TIMEDOUT` also stands
  /// for a dispensable one that was given up.
  func run(_ handles: [CurlHandle]) -> [UnsafeMutableRawPointer: CURLcode] {
    var codes: [UnsafeMutableRawPointer: CURLcode] = [:]
    for handle in handles where curl_multi_add_handle(multi, handle.pointer) != CURLM_OK {
      codes[handle.pointer] = CURLE_OUT_OF_MEMORY
    }
    defer { for handle in handles { curl_multi_remove_handle(multi, handle.pointer) } }
    let needed = handles.filter { !$0.isDispensable }
    var grace = GracePeriod()
    var running: Int32 = 0
    repeat {
      guard curl_multi_perform(multi, &running) == CURLM_OK else { break }
      collect(into: &codes)
      if needed.allSatisfy({ codes[$0.pointer] != nil }) { grace.begin(hadNeeded: !needed.isEmpty) }
      if grace.remaining == 0 {
        for handle in handles where codes[handle.pointer] == nil { codes[handle.pointer] = CURLE_OPERATION_TIMEDOUT }
        break
      }
      let wait = Int32(min(grace.remaining ?? longestWaitMilliseconds, longestWaitMilliseconds))
      if running > 0, curl_multi_poll(multi, nil, 0, wait, nil) != CURLM_OK { break }
    } while running > 0
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
private let longestWaitMilliseconds: Int64 = 60_000
