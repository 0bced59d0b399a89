package liviano.server.openapi;

/** What statuses of errors mean here, for people. */
final class Statuses {
  private Statuses() {}

  static String words(int status) {
    return switch (status) {
      case 400 -> "A parameter or the body is not as it must be";
      case 401 -> "The token is missing or wrong";
      case 403 -> "This client may not do so";
      case 404 -> "There is no such model";
      case 406 -> "No accepted media type can be given";
      case 408 -> "The body came too slowly";
      case 413 -> "The body is too long";
      case 415 -> "The body is something else than is taken here";
      case 422 -> "The picture cannot be read, or nothing can be learned";
      case 503 -> "The server is busy; Retry-After says when to come back";
      case 504 -> "The time of the request is over";
      case 507 -> "The model takes more memory than there is";
      default -> "An error";
    };
  }
}
