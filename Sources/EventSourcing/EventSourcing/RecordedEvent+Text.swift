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
    MemberText.append("{\"AggregateId\":", aggregateID.text, to: &output)
    if let batch {
      MemberText.append(",\"BatchIndex\":", batch.index, to: &output)
      MemberText.append(",\"BatchSize\":", batch.size, to: &output)
    }
    if let causationID { MemberText.append(",\"CausationId\":", causationID, to: &output) }
    if let commandID { MemberText.append(",\"CommandId\":", commandID, to: &output) }
    MemberText.append(",\"CorrelationId\":", correlationID, to: &output)
    JSONWriter.append(text: ",\"EventData\":", to: &output)
    output.append(contentsOf: payload.text)
    if let hash { MemberText.append(",\"EventHash\":", hash, to: &output) }
    MemberText.append(",\"EventId\":", eventID, to: &output)
    MemberText.append(",\"EventSequence\":", sequence.value, to: &output)
    MemberText.append(",\"EventType\":", type, to: &output)
    MemberText.append(",\"PreviousHash\":", previousHash, to: &output)
    MemberText.append(",\"Timestamp\":", timestamp, to: &output)
    MemberText.append(",\"UserId\":", userID, to: &output)
    MemberText.append(",\"Version\":", version, to: &output)
    output.append(UInt8(ascii: "}"))
  }
}
