import DynamoDB
import JSON

/// Tells whether a stored folded copy is still the one that was read.
public enum SummaryIdentity {
  /// The attributes whose equality makes two stored copies the same.
  public static let attributes = ["Version", "HeadHash", "ProjectionVersion", "StateDigest"]

  /// What a condition says of each attribute; put together once, because each summary is written under one.
  private static let terms = attributes.map { name in
    (
      attribute: name, name: "#\(name)", value: ":\(name)", equality: "#\(name) = :\(name)",
      absence: "attribute_not_exists(#\(name))"
    )
  }

  /// Whether two stored copies are the same; two absent ones are.
  public static func same(_ left: JSONObject?, _ right: JSONObject?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return attributes.allSatisfy { left[$0] == right[$0] }
  }

  /// The condition that what stands in the table is what was read, also where it was damaged or absent.
  ///
  /// - Parameter key: the table's partition key.
  static func condition(unchangedFrom read: JSONObject?, key: String) throws(ReadModelError) -> Expression {
    guard let read else {
      return Expression("attribute_not_exists(#id)", names: ["#id": key])
    }
    var terms = ["attribute_exists(#id)"]
    var names = ["#id": key]
    var values = AttributeMap()
    for term in Self.terms {
      names[term.name] = term.attribute
      guard let value = read[term.attribute] else {
        terms.append(term.absence)
        continue
      }
      do {
        values[term.value] = try AttributeValue(json: value)
      } catch {
        throw ReadModelError(.refused, "the summary's \(term.attribute) cannot be compared: \(error)")
      }
      terms.append(term.equality)
    }
    return Expression(terms.joined(separator: " AND "), names: names, values: values)
  }
}
