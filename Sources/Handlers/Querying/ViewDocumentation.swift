import EventSourcing
import Invocation
import JSON

/// What callers are told of a view.
struct ViewDocumentation: Sendable {
  let question: QuestionDocumentation

  init<State>(_ view: View<State>, listing noun: Noun) {
    let (query, member) = (view.query(listing: noun), view.owner.idMember)
    question = QuestionDocumentation(
      query, "The \(noun.listMember) under one \(member)",
      [
        .init(
          member, FieldSchema.text("What they are listed under", bytes: 1...OwnerKey.maximumBytes), isRequired: true)
      ]
        + QuestionDocumentation.paging(default: 100),
      answer: FieldSchema.object(
        [
          member: QuestionDocumentation.text,
          noun.listMember: ["type": "array", "items": ["anyOf": [Self.entry(view, noun), Self.unreadable(noun)]]],
          noun.countMember: QuestionDocumentation.count, "nextToken": QuestionDocumentation.nextToken,
        ], required: [member, noun.listMember, noun.countMember]),
      routes: [.init(template: view.route(listing: noun), name: query, idMember: member)])
  }

  private static func entry<State>(_ view: View<State>, _ noun: Noun) -> JSONValue {
    .object(
      QuestionDocumentation.extended(
        view.entryDocumentation, with: [noun.idMember: QuestionDocumentation.text, "version": ["type": "integer"]],
        required: [noun.idMember, "version"]))
  }

  /// One whose summary is not to be read.
  private static func unreadable(_ noun: Noun) -> JSONValue {
    .object(
      FieldSchema.object(
        [noun.idMember: QuestionDocumentation.text, "error": QuestionDocumentation.text],
        required: [noun.idMember, "error"]))
  }
}
