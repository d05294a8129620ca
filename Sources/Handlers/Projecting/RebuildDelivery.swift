/// A ``RebuildMessage`` as the queue delivered it.
struct RebuildDelivery {
  let message: RebuildMessage
  let messageID: String
  /// How often the queue has delivered it, from 1.
  let receiveCount: Int

  /// What the part is held by while this is worked on.
  var identity: String { message.standsFor ?? messageID }

  /// A message that takes its place.
  var substitute: RebuildMessage { RebuildMessage(run: message.run, part: message.part, standsFor: identity) }
}
