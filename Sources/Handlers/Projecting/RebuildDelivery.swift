/// A ``RebuildMessage`` as the queue delivered it.
struct RebuildDelivery {
  let message: RebuildMessage
  let messageID: String
  /// How often the queue has delivered it, from 1.
  let receiveCount: Int
}
