import Invocation
import JSON

/// How much still fits into one answer.
///
/// Lambda refuses answers above 6 MB, and the body travels as JSON text within JSON, where each quotation mark and each
/// backslash takes two bytes. What is measured is the escaped size; the limits leave room for everything around the list.
/// An Application Load Balancer takes 1 MB only (Elastic Load Balancing, "Use Lambda functions as targets", limits).
/// Values that are short as text take more in memory, so that is bounded too.
struct AnswerBudget {
  /// Bytes of escaped list elements in one answer.
  static let maximumBytes = 5_000_000
  /// The same in an answer to a load balancer.
  static let maximumBytesToLoadBalancers = 900_000
  /// Bytes of memory that the list elements of one answer may take.
  static let maximumFootprint = 6_000_000

  private var left: Int
  private var footprintLeft = Self.maximumFootprint
  private var isEmpty = true

  /// The room in an answer to a caller of this kind.
  init(for kind: EnvelopeKind) {
    if case .loadBalancer = kind { left = Self.maximumBytesToLoadBalancers } else { left = Self.maximumBytes }
  }

  /// Takes room for one more element of a list.
  ///
  /// - Returns: false if it does not fit. The first element always fits: an item ends at 400 KB.
  mutating func take(_ element: JSONValue) -> Bool {
    take(size: element.escapedSize, footprint: element.footprint)
  }

  /// The same for an element that is written already, and takes no more memory than that.
  mutating func take(escapedSize size: Int) -> Bool { take(size: size, footprint: size) }

  private mutating func take(size: Int, footprint: Int) -> Bool {
    let size = size + 1
    guard isEmpty || (size <= left && footprint <= footprintLeft) else { return false }
    isEmpty = false
    left -= size
    footprintLeft -= footprint
    return true
  }
}
