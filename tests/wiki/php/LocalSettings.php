<?php
// One settings file for every wiki of the farm. FARM_ROOT is the folder of the data, FARM_WIKI the
// host name that the wiki stands for; both reach PHP's command line and its web server alike.
if ( !defined( 'MEDIAWIKI' ) ) {
	exit;
}
$farmRoot = getenv( 'FARM_ROOT' );
$farmWiki = getenv( 'FARM_WIKI' );
$farmSite = json_decode( file_get_contents( "$farmRoot/sites.json" ), true )[$farmWiki];

$wgSitename = $farmSite['name'];
$wgMetaNamespace = $farmSite['project'];
$wgLanguageCode = $farmSite['language'];
foreach ( $farmSite['namespaces'] as $farmNumber => $farmName ) {
	$wgExtraNamespaces[(int)$farmNumber] = $farmName;
}

$wgServer = 'http://127.0.0.1:' . ( getenv( 'FARM_PORT' ) ?: '80' );
$wgScriptPath = "/$farmWiki/w";
$wgArticlePath = "/$farmWiki/wiki/$1";

$wgDBtype = 'sqlite';
$wgDBname = 'farm';
$wgSQLiteDataDir = "$farmRoot/wikis/$farmWiki";

// The tests write straight into the database, so nothing may be remembered between two requests.
$wgMainCacheType = CACHE_NONE;
$wgMessageCacheType = CACHE_NONE;
$wgParserCacheType = CACHE_NONE;
$wgSessionCacheType = CACHE_DB;

// Built once for all languages of the farm; looking for changes costs more than the requests do.
$wgCacheDirectory = "$farmRoot/localisation";
$wgLocalisationCacheConf['store'] = 'array';
$wgLocalisationCacheConf['storeDirectory'] = $wgCacheDirectory;
$wgLocalisationCacheConf['manualRecache'] = (bool)getenv( 'FARM_LOCALISED' );

$wgSecretKey = str_repeat( '0123456789abcdef', 4 );
$wgLocaltimezone = 'UTC';
$wgJobRunRate = 0;
// With patrolling on, a revert waits for a patroller before the reverted edits get their tag.
$wgUseRCPatrol = false;
$wgPingback = false;
$wgPasswordConfig['pbkdf2']['cost'] = 1;
$wgShowExceptionDetails = true;

// What the wiki mails lies in outbox.jsonl, one message a line; nothing ever leaves.
$wgEnableEmail = $wgEnableUserEmail = $wgEmailAuthentication = true;
$wgPasswordSender = $wgEmergencyContact = 'wiki@wiki.invalid';
$wgHooks['AlternateUserMailer'][] = static function ( $headers, $to, $from, $subject, $body ) {
	global $wgSQLiteDataDir;
	$told = [
		'to' => array_map( 'strval', is_array( $to ) ? $to : [ $to ] ), 'from' => (string)$from,
		'reply_to' => $headers['Reply-To'] ?? '', 'subject' => $subject, 'body' => $body,
	];
	$line = json_encode( $told, JSON_UNESCAPED_UNICODE ) . "\n";
	file_put_contents( "$wgSQLiteDataDir/outbox.jsonl", $line, FILE_APPEND | LOCK_EX );
	return false;
};
wfLoadExtension( 'Renameuser' );

// Farm.override writes this file; the next request obeys it.
$farmOverride = json_decode( @file_get_contents( "$wgSQLiteDataDir/override.json" ) ?: '{}', true );
foreach ( $farmOverride['globals'] ?? [] as $farmName => $farmValue ) {
	$GLOBALS[$farmName] = $farmValue;
}
foreach ( $farmOverride['rights'] ?? [] as $farmGroup => $farmRights ) {
	$wgGroupPermissions[$farmGroup] = $farmRights + ( $wgGroupPermissions[$farmGroup] ?? [] );
}
if ( isset( $farmOverride['limits'] ) ) {
	// Rate limits are counted in a cache, which must not lie in the database that is written to.
	$wgRateLimits = $farmOverride['limits'] + $wgRateLimits;
	$wgMainCacheType = 'counts';
	$wgObjectCaches['counts'] = [ 'class' => SqlBagOStuff::class, 'server' => [
		'type' => 'sqlite', 'dbname' => 'wikicache', 'tablePrefix' => '', 'flags' => 0,
		'dbDirectory' => $wgSQLiteDataDir, 'trxMode' => 'IMMEDIATE',
	] ];
}
if ( isset( $farmOverride['lag'] ) ) {
	$wgHooks['ApiMaxLagInfo'][] = static function ( &$info ) use ( $farmOverride ) {
		$info = [ 'host' => 'a-database', 'lag' => $farmOverride['lag'], 'type' => 'db' ];
	};
}
if ( isset( $farmOverride['dbdown'] ) && PHP_SAPI !== 'cli' ) {
	$wgSQLiteDataDir = '/nonexistent';
}
if ( isset( $farmOverride['locked'] ) ) {
	// CentralAuth is not in the package: this answers for its meta=globaluserinfo, in its shape.
	require_once __DIR__ . '/GlobalUserInfo.php';
	$wgAPIMetaModules['globaluserinfo'] = FarmGlobalUserInfo::class;
}
if ( isset( $farmOverride['pageviews'] ) ) {
	// PageViewInfo is not in the package: this answers for its prop=pageviews, in its shape.
	require_once __DIR__ . '/PageViews.php';
	$wgAPIPropModules['pageviews'] = FarmPageViews::class;
	$wgExtensionCredits['other'][] = [ 'name' => 'PageViewInfo' ];
}
