import CCurl

/// The C functions that libcurl calls back; each finds its `CurlExchange` behind the context pointer.
enum CurlCallbacks {
  static func install(on handle: UnsafeMutableRawPointer, for exchange: CurlExchange) {
    let context = Unmanaged.passUnretained(exchange).toOpaque()
    ccurl_set_prerequest_callback(handle, mayBeginRequest)
    ccurl_set_pointer(handle, CURLOPT_PREREQDATA, context)
    ccurl_set_data_callback(handle, CURLOPT_HEADERFUNCTION, receiveHeader)
    ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context)
    ccurl_set_data_callback(handle, CURLOPT_WRITEFUNCTION, receiveBody)
    ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
  }

  private static let mayBeginRequest: ccurl_prerequest_callback = { context, _, _, _, _ in
    guard let exchange = exchange(behind: context), exchange.mayBeginRequest() else { return CURL_PREREQFUNC_ABORT }
    return CURL_PREREQFUNC_OK
  }

  private static let receiveHeader: ccurl_data_callback = { data, size, count, context in
    guard let exchange = exchange(behind: context) else { return 0 }
    return withBytes(data, size, count) { line in
      exchange.receiveHeader(line)
      return true
    }
  }

  private static let receiveBody: ccurl_data_callback = { data, size, count, context in
    guard let exchange = exchange(behind: context) else { return 0 }
    return withBytes(data, size, count, exchange.receiveBody)
  }

  private static func exchange(behind context: UnsafeMutableRawPointer?) -> CurlExchange? {
    context.map { Unmanaged<CurlExchange>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Returns how many bytes were taken, which is all of them or, to end the transfer, none.
  private static func withBytes(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int,
    _ take: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Int {
    let (length, isOverflow) = size.multipliedReportingOverflow(by: count)
    guard let data, !isOverflow else { return 0 }
    return data.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
      take(UnsafeBufferPointer(start: bytes, count: length)) ? length : 0
    }
  }
}
