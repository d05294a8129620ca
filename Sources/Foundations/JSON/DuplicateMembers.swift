/// What becomes of an object that has two members with the same name, byte for byte.
///
/// RFC 8259 section 4 says that names should be unique, lets such a text be JSON all the same, and leaves its meaning
/// open. A command or an event must not have an open meaning, so that refusing it is the default.
public enum DuplicateMembers: Sendable {
  /// The text is refused with `JSONError.Kind.duplicateKey`.
  case refused
  /// The last value counts, at the place of the first, as most readers do it.
  case lastStays
}
