/// Why a page token is refused.
public enum PageTokenError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No token of ours, or not as we gave it out.
  case malformed
  /// Made by another version of this code. The first page has to be asked for again.
  case otherVersion
  /// Made for another question.
  case otherQuestion

  /// In words, to be put behind the name of the field.
  public var description: String {
    switch self {
    case .malformed: "is not a token that was given out here"
    case .otherVersion: "was given out by another version; start again from the first page"
    case .otherQuestion: "belongs to another query; send it with the same parameters"
    }
  }
}
