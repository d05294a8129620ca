import JSON

extension Fields {
  /// A required object.
  public func requiredObject(_ name: String) throws(RequestError) -> JSONObject {
    guard let object = try optionalObject(name) else { throw .missing(place(of: name)) }
    return object
  }

  /// An optional object.
  public func optionalObject(_ name: String) throws(RequestError) -> JSONObject? {
    guard let value = value(name) else { return nil }
    guard let object = value.object else { throw wrongType(name, "an object", value) }
    return object
  }

  /// An optional array.
  /// - Parameter count: how many elements it may have.
  public func optionalArray(_ name: String, count: ClosedRange<Int>) throws(RequestError) -> [JSONValue]? {
    guard let value = value(name) else { return nil }
    let rule = "an array of \(count.lowerBound) to \(count.upperBound) elements"
    guard let elements = value.array else { throw wrongType(name, rule, value) }
    guard count.contains(elements.count) else { throw .invalid(place(of: name), mustBe: rule) }
    return elements
  }

  /// An optional array of objects, each as fields that know their place.
  /// - Parameter count: how many elements it may have.
  public func optionalObjects(_ name: String, count: ClosedRange<Int>) throws(RequestError) -> [Fields]? {
    guard let elements = try optionalArray(name, count: count) else { return nil }
    var fields: [Fields] = []
    for (number, element) in elements.enumerated() {
      let place = "\(name)[\(number)]"
      guard let object = element.object else { throw wrongType(place, "an object", element) }
      fields.append(Fields(object, path: self.place(of: place) + "."))
    }
    return fields
  }
}
