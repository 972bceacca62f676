<?php
// Brings a farm's wiki to life as its own code would: reads JSON from stdin, see Farm.populate.
use MediaWiki\Auth\AuthManager;
use MediaWiki\Extension\Renameuser\RenameuserSQL;
use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\SlotRecord;
use Wikimedia\Timestamp\ConvertibleTimestamp;

require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

class FarmPopulate extends Maintenance {
	private $services;
	private $admin;

	public function execute() {
		$this->services = MediaWikiServices::getInstance();
		$this->admin = User::newSystemUser( 'Farm keeper', [ 'steal' => true ] );
		$this->services->getUserGroupManager()->addUserToGroup( $this->admin, 'sysop' );
		$told = json_decode( file_get_contents( 'php://stdin' ), true, 512, JSON_THROW_ON_ERROR );
		$steps = [ 'accounts', 'pages', 'protect', 'blocks', 'moves', 'delete', 'renames' ];
		$unknown = array_diff( array_keys( $told ), $steps );
		if ( $unknown ) {
			$this->fatalError( 'unknown: ' . implode( ', ', $unknown ) );
		}
		foreach ( $steps as $step ) {
			foreach ( $told[$step] ?? [] as $key => $value ) {
				$this->$step( $key, $value );
				$this->at( null );
			}
			DeferredUpdates::doUpdates();
		}
	}

	private function accounts( string $name, array $told ) {
		$this->at( $told['registered'] ?? '2020-01-01T00:00:00Z' );
		$user = $this->user( $name );
		if ( !$user->isRegistered() ) {
			$source = AuthManager::AUTOCREATE_SOURCE_MAINT;
			$this->good( $this->services->getAuthManager()->autoCreateUser( $user, $source, false ) );
		}
		$mail = $told['mail'] ?? 'none';
		if ( $mail !== 'none' ) {
			$user->setEmail( 'u' . $user->getId() . '@mail.invalid' );
			$confirmed = $mail === 'unconfirmed' ? null : wfTimestampNow();
			$user->setEmailAuthenticationTimestamp( $confirmed );
		}
		$options = $this->services->getUserOptionsManager();
		$options->setOption( $user, 'disablemail', $mail === 'disabled' ? 1 : 0 );
		$user->saveSettings();
		foreach ( $told['groups'] ?? [] as $group ) {
			$this->services->getUserGroupManager()->addUserToGroup( $user, $group );
		}
		foreach ( $told['bot_passwords'] ?? [] as $app => $about ) {
			$this->botPassword( $user, $app, $about['password'], $about['grants'] ?? null );
		}
	}

	private function botPassword( User $user, string $app, string $password, ?array $grants ) {
		$kept = BotPassword::newUnsaved( [
			'user' => $user, 'appId' => $app,
			'grants' => $grants ?? [ 'basic', 'editpage', 'createeditmovepage', 'sendemail' ],
		] );
		$hash = $this->services->getPasswordFactory()->newFromPlaintext( $password );
		$this->good( $kept->save( 'insert', $hash ) );
	}

	private function pages( int $number, array $told ) {
		$this->at( $told['at'] ?? null );
		$title = Title::newFromTextThrow( $told['title'] );
		$by = isset( $told['user'] ) ? $this->user( $told['user'] ) : $this->admin;
		$updater = $this->services->getWikiPageFactory()->newFromTitle( $title )->newPageUpdater( $by );
		$content = ContentHandler::makeContent( $told['text'], $title, $told['model'] ?? null );
		$updater->setContent( SlotRecord::MAIN, $content );
		$summary = CommentStoreComment::newUnsavedComment( $told['summary'] ?? '' );
		$updater->saveRevision( $summary );
		$this->good( $updater->getStatus() );
	}

	private function protect( string $name, string $level ) {
		$page = $this->services->getWikiPageFactory()->newFromTitle( Title::newFromTextThrow( $name ) );
		$cascade = false;
		$what = $page->exists() ? [ 'edit' => $level, 'move' => $level ] : [ 'create' => $level ];
		$this->good( $page->doUpdateRestrictions( $what, [], $cascade, '', $this->admin ) );
	}

	private function blocks( string $name, array $told ) {
		$this->at( $told['at'] ?? null );
		$flags = [
			'isEmailBlocked' => $told['no_mail'] ?? false,
			'isUserTalkEditBlocked' => $told['no_talk'] ?? false, 'isAutoblocking' => false,
		];
		$restrictions = array_map( static function ( $page ) {
			return \MediaWiki\Block\Restriction\PageRestriction::newFromTitle( $page );
		}, $told['pages'] ?? [] );
		$block = $this->services->getBlockUserFactory()->newBlockUser(
			$name, $this->admin, $told['until'] ?? 'infinity', '', $flags, $restrictions
		);
		$this->good( $block->placeBlockUnsafe() );
	}

	private function moves( string $from, string $to ) {
		$move = $this->services->getMovePageFactory()->newMovePage(
			Title::newFromTextThrow( $from ), Title::newFromTextThrow( $to )
		);
		$this->good( $move->move( $this->admin, '', true ) );
	}

	private function delete( int $number, string $name ) {
		$page = $this->services->getWikiPageFactory()->newFromTitle( Title::newFromTextThrow( $name ) );
		$this->good( $page->doDeleteArticleReal( '', $this->admin ) );
	}

	private function renames( string $from, string $to ) {
		$id = $this->user( $from )->getId();
		if ( !( new RenameuserSQL( $from, $to, $id, $this->admin ) )->rename() ) {
			$this->fatalError( "$from cannot be renamed" );
		}
	}

	private function user( string $name ): User {
		$user = $this->services->getUserFactory()->newFromName( $name );
		if ( !$user ) {
			$this->fatalError( "$name is no user name" );
		}
		return $user;
	}

	private function at( ?string $moment ) {
		ConvertibleTimestamp::setFakeTime( $moment ? wfTimestamp( TS_UNIX, $moment ) : false );
	}

	private function good( StatusValue $status ) {
		if ( !$status->isGood() ) {
			$this->fatalError( (string)$status );
		}
	}
}

$maintClass = FarmPopulate::class;
require_once RUN_MAINTENANCE_IF_MAIN;
