import JSON

/// The versions of one type of event: the newest, and how a payload of an older one becomes a newer one.
///
/// Stored events are never rewritten; they are lifted, step by step, whenever they are read.
public struct EventSchema: Sendable {
  /// One step: a payload of version ``from`` in, one of version ``to`` out.
  public struct Upcaster: Sendable {
    public let from: String
    public let to: String
    let lift: @Sendable (JSONObject) -> JSONObject

    public init(from: String, to: String, lift: @escaping @Sendable (JSONObject) -> JSONObject) {
      self.from = from
      self.to = to
      self.lift = lift
    }
  }

  /// The name of the event's type.
  public let type: String
  /// The version that this code writes.
  public let currentVersion: String
  private let upcasters: [Upcaster]

  public init(type: String, currentVersion: String, upcasters: [Upcaster] = []) {
    self.type = type
    self.currentVersion = currentVersion
    self.upcasters = upcasters
  }

  /// The payload of a stored event as a payload of ``currentVersion``.
  ///
  /// - Throws: ``EventDecodingError/unsupportedVersion(type:version:newest:)`` where no chain of steps leads there.
  public func lift(_ data: JSONObject, from version: String) throws(EventDecodingError) -> JSONObject {
    var data = data
    var reached = version
    for _ in 0...upcasters.count {
      if reached == currentVersion { return data }
      guard let step = upcasters.first(where: { $0.from == reached }) else { break }
      data = step.lift(data)
      reached = step.to
    }
    throw .unsupportedVersion(type: type, version: version, newest: currentVersion)
  }
}
