import JSON

extension JSONValue {
  /// What Lambda hands to a function.
  ///
  /// - Throws: `FunctionError` of the type `MalformedEvent` for what is no JSON.
  public init(event: [UInt8]) throws(FunctionError) {
    do {
      try self.init(parsing: event)
    } catch {
      throw FunctionError(type: "MalformedEvent", message: "the event is not valid JSON: \(error)")
    }
  }
}
