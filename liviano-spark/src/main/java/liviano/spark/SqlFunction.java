package liviano.spark;

import java.util.List;
import java.util.Locale;
import liviano.LivianoException;
import liviano.vision.ClassifierOptions;
import liviano.vision.DetectorOptions;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** The functions of SQL. */
enum SqlFunction {
  CLASSIFY("liviano_classify", "(content, model [, maxResults [, scoreThreshold]])", 2, 4) {
    @Override
    Task<?> task(SqlArguments arguments) {
      ClassifierOptions usual = ClassifierOptions.defaults();
      return new Classify(
          arguments.results(2, usual.maxResults()), arguments.score(3, usual.scoreThreshold()));
    }
  },
  DETECT("liviano_detect", "(content, model [, maxResults [, scoreThreshold]])", 2, 4) {
    @Override
    Task<?> task(SqlArguments arguments) {
      DetectorOptions usual = DetectorOptions.defaults();
      return new Detect(
          arguments.results(2, usual.maxResults()), arguments.score(3, usual.scoreThreshold()));
    }
  },
  SEGMENT("liviano_segment", "(content, model)", 2, 2) {
    @Override
    Task<?> task(SqlArguments arguments) {
      return new Segment();
    }
  },
  EMBED("liviano_embed", "(content, model)", 2, 2) {
    @Override
    Task<?> task(SqlArguments arguments) {
      return new Embed(false, false);
    }
  },
  ERROR("liviano_error", "(content)", 1, 1) {
    @Override
    Task<?> task(SqlArguments arguments) {
      throw new IllegalStateException("needs no model");
    }

    @Override
    Expression expression(SqlArguments arguments) {
      return udf(arguments, new SqlPictures.Errors(arguments.pictures()), DataTypes.StringType);
    }
  };

  private final String sqlName;
  private final String parameters;
  private final int least;
  private final int most;

  SqlFunction(String sqlName, String parameters, int least, int most) {
    this.sqlName = sqlName;
    this.parameters = parameters;
    this.least = least;
    this.most = most;
  }

  /** What it is called in SQL. */
  String sqlName() {
    return sqlName;
  }

  /** For {@code DESCRIBE FUNCTION}. */
  String usage() {
    return sqlName + parameters;
  }

  /** What is asked of the model. */
  abstract Task<?> task(SqlArguments arguments);

  /**
   * A call of it.
   *
   * @param arguments whose types are known
   * @throws IllegalArgumentException if there are too few or too many, or one cannot be
   */
  final Expression expression(Seq<Expression> arguments) {
    List<Expression> given = CollectionConverters.asJava(arguments);
    if (given.size() < least || given.size() > most) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s has %d arguments here", usage(), given.size()));
    }
    return expression(new SqlArguments(usage(), given));
  }

  Expression expression(SqlArguments arguments) {
    PictureColumn column = arguments.pictures();
    Task<?> task = task(arguments);
    ModelFile model;
    try {
      model = DriverModels.require(arguments.text(1), task);
    } catch (LivianoException e) {
      throw new IllegalArgumentException(sqlName + ": " + e.getMessage(), e);
    }
    RemoteTask remote = DriverModels.share(task, model, SparkSession.active());
    return udf(arguments, new SqlPictures.Answers(remote, column), task.type());
  }

  /** Constants have been read; the call depends on the pictures alone. */
  final Expression udf(SqlArguments arguments, SqlPictures function, DataType type) {
    return new ScalaUDF(
        function,
        type,
        seq(arguments.content()),
        seq(Option.empty()),
        Option.empty(),
        Option.apply(sqlName),
        true,
        true);
  }

  private static <T> Seq<T> seq(T element) {
    return CollectionConverters.asScala(List.of(element)).toSeq();
  }
}
