/// The header fields of an answer, in the order in which they came.
///
/// They stay bytes until somebody asks for one: of a dozen that come with an answer two or three are looked at.
public struct HTTPHeaders: Hashable, Sendable, Sequence {
  private var bytes: [UInt8] = []
  private var places: [FieldPlace] = []

  public init(_ fields: [HTTPHeader] = []) {
    for field in fields {
      let begin = bytes.count
      field.name.withBytes { bytes.append(contentsOf: $0) }
      let end = bytes.count
      field.value.withBytes { bytes.append(contentsOf: $0) }
      places.append(FieldPlace(name: begin..<end, value: end..<bytes.count))
    }
  }

  init(_ places: [FieldPlace], in bytes: [UInt8]) {
    self.bytes = bytes
    self.places = places
  }

  public var fields: [HTTPHeader] {
    places.map { HTTPHeader(name: text($0.name), value: text($0.value)) }
  }

  /// The value of the first field of that name, ignoring case; nil when there is none. Bytes that are not UTF-8
  /// have become U+FFFD.
  public subscript(name: String) -> String? {
    let place = bytes.withUnsafeBufferPointer { bytes in places.first { $0.isNamed(name, in: bytes) } }
    return place.map { text($0.value) }
  }

  public func makeIterator() -> IndexingIterator<[HTTPHeader]> {
    fields.makeIterator()
  }

  public static func == (one: HTTPHeaders, other: HTTPHeaders) -> Bool { one.fields == other.fields }

  public func hash(into hasher: inout Hasher) { hasher.combine(fields) }

  private func text(_ place: Range<Int>) -> String { String(decoding: bytes[place], as: UTF8.self) }
}
