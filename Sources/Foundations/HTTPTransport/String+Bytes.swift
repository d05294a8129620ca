extension String {
  /// The UTF-8 bytes in place: going through `utf8` byte by byte is several times slower, and every request and
  /// answer has its header fields looked through.
  func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
  }
}
