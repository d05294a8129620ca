import JSON

/// The event as canonical JSON (``CanonicalJSON``), written from its fields: no object is made and sorted for it.
extension RecordedEvent {
  /// The hash that the attributes give; that of an untouched event equals ``hash``.
  public var computedHash: EventHash {
    var text: [UInt8] = []
    text.reserveCapacity(payload.text.count + 640)
    append(to: &text, sealedBy: nil)
    return EventHash(ofCanonical: text)
  }

  /// Appends what ``detail`` holds, as text.
  public func appendDetail(to output: inout [UInt8]) {
    append(to: &output, sealedBy: hash)
  }

  /// Members in the order of their names' bytes.
  private func append(to output: inout [UInt8], sealedBy hash: EventHash?) {
    Self.append("{\"AggregateId\":", aggregateID.text, to: &output)
    if let batch {
      Self.append(",\"BatchIndex\":", batch.index, to: &output)
      Self.append(",\"BatchSize\":", batch.size, to: &output)
    }
    if let causationID { Self.append(",\"CausationId\":", causationID, to: &output) }
    if let commandID { Self.append(",\"CommandId\":", commandID, to: &output) }
    Self.append(",\"CorrelationId\":", correlationID, to: &output)
    JSONWriter.append(text: ",\"EventData\":", to: &output)
    output.append(contentsOf: payload.text)
    if let hash { Self.append(",\"EventHash\":", hash, to: &output) }
    Self.append(",\"EventId\":", eventID, to: &output)
    Self.append(",\"EventSequence\":", sequence.value, to: &output)
    Self.append(",\"EventType\":", type, to: &output)
    Self.append(",\"PreviousHash\":", previousHash, to: &output)
    JSONWriter.append(text: ",\"Timestamp\":\"", to: &output)
    timestamp.appendRFC3339(to: &output)
    Self.append("\",\"UserId\":", userID, to: &output)
    Self.append(",\"Version\":", version, to: &output)
    output.append(UInt8(ascii: "}"))
  }

  private static func append(_ name: StaticString, _ value: String, to output: inout [UInt8]) {
    JSONWriter.append(text: name, to: &output)
    JSONWriter.append(value, to: &output)
  }

  private static func append(_ name: StaticString, _ value: Int, to output: inout [UInt8]) {
    JSONWriter.append(text: name, to: &output)
    output.append(contentsOf: String(value).utf8)
  }

  private static func append(_ name: StaticString, _ value: EventHash, to output: inout [UInt8]) {
    JSONWriter.append(text: name, to: &output)
    output.append(UInt8(ascii: "\""))
    value.append(to: &output)
    output.append(UInt8(ascii: "\""))
  }
}
