package liviano.spark;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Registers the SQL functions in every session whose setting {@code spark.sql.extensions} is {@code
 * liviano.spark.LivianoExtensions}:
 *
 * <ul>
 *   <li>{@code liviano_classify(content, model [, maxResults [, scoreThreshold]])}
 *   <li>{@code liviano_detect(content, model [, maxResults [, scoreThreshold]])}
 *   <li>{@code liviano_segment(content, model)}
 *   <li>{@code liviano_embed(content, model)}, an {@code array<float>}
 *   <li>{@code liviano_error(content)}, what is wrong with a picture that has no answer
 * </ul>
 *
 * <p>The content is a column of pictures as the transformers take it, the others are constants.
 * Answers are those of the transformers; they are null where there is no picture, or a broken one.
 */
public final class LivianoExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  /** For Spark, which makes one for each session. */
  public LivianoExtensions() {}

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (SqlFunction function : SqlFunction.values()) {
      extensions.injectFunction(
          new Tuple3<>(
              new FunctionIdentifier(function.sqlName()), info(function), builder(function)));
    }
    return BoxedUnit.UNIT;
  }

  private static ExpressionInfo info(SqlFunction function) {
    return new ExpressionInfo(
        SqlFunction.class.getName(),
        "",
        function.sqlName(),
        function.usage(),
        "",
        "",
        "",
        "",
        "",
        "",
        "");
  }

  private static Function1<Seq<Expression>, Expression> builder(SqlFunction function) {
    return function::expression;
  }
}
