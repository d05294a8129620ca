import EventSourcing
import JSON

/// A transfer will not be completed.
public struct TransferFailed: Hashable, Sendable {
  /// The rule that said no to the first command that was refused.
  public let rule: String
  /// Whether the paying account has its money: false only where it was taken and could not be paid back.
  public let isRefunded: Bool

  public init(rule: String, isRefunded: Bool) {
    self.rule = rule
    self.isRefunded = isRefunded
  }

  /// - Throws: ``PayloadError`` naming the field that is missing or not of its form.
  public init(_ data: JSONObject) throws(PayloadError) {
    let payload = Payload(data)
    rule = try payload.required("rule", try payload.text("rule"))
    isRefunded = try payload.required("refunded", try payload.flag("refunded"))
  }

  /// The payload.
  var data: JSONObject { ["rule": .string(rule), "refunded": .bool(isRefunded)] }
}
